/** Reference evapotranspiration: FAO-56 and ASCE-EWRI 2005, with what is missing estimated and named. */
@NullMarked
package vn.tuoi.agronomy.et0;

import org.jspecify.annotations.NullMarked;
