/** The daily water balance of the root zone, FAO-56 chapters 7 and 8. */
@NullMarked
package vn.tuoi.agronomy.balance;

import org.jspecify.annotations.NullMarked;
