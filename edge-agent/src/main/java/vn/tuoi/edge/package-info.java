/** The process that runs on a farm. */
@NullMarked
package vn.tuoi.edge;

import org.jspecify.annotations.NullMarked;
