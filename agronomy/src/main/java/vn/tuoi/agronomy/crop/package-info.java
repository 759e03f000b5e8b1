/** Crops: coefficients, growth stages, roots and stress thresholds of FAO-56. */
@NullMarked
package vn.tuoi.agronomy.crop;

import org.jspecify.annotations.NullMarked;
