/** Drivers of sensors and expanders, one class a chip, written against small ports; none knows a vendor library. */
@NullMarked
package vn.tuoi.edge.chip;

import org.jspecify.annotations.NullMarked;
