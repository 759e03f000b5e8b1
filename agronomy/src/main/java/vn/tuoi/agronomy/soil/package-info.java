/** Soils: how much water they hold, take in and lose at the surface. */
@NullMarked
package vn.tuoi.agronomy.soil;

import org.jspecify.annotations.NullMarked;
