/** Farms that exist in memory only: soil, pipes, weather and wireless nodes behind the same ports as the real ones. */
@NullMarked
package vn.tuoi.edge.simulated;

import org.jspecify.annotations.NullMarked;
