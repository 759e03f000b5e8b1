/** {@code ./tuoi bench chart}. */
@NullMarked
package vn.tuoi.cloud.bench.chart;

import org.jspecify.annotations.NullMarked;
