/** What a soil probe says: its calibration and whether to believe it. */
@NullMarked
package vn.tuoi.agronomy.sensor;

import org.jspecify.annotations.NullMarked;
