/** Tables of numbers with their sources, kept as data files beside the code that uses them. */
@NullMarked
package vn.tuoi.agronomy.table;

import org.jspecify.annotations.NullMarked;
