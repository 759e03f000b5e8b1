/** {@code tuoi demo}: the whole system on one machine, with simulated farms. */
@NullMarked
package vn.tuoi.cloud.demo;

import org.jspecify.annotations.NullMarked;
