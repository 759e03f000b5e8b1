/** Daily weather as it was measured, its CSV form, and its course through the day. */
@NullMarked
package vn.tuoi.agronomy.weather;

import org.jspecify.annotations.NullMarked;
