/** How much water different ways of scheduling need for the same crop: the benchmark {@code tuoi bench scheduling}. */
@NullMarked
package vn.tuoi.edge.bench.scheduling;

import org.jspecify.annotations.NullMarked;
