/** Whether to water, how much, for how long and in how many cycles. */
@NullMarked
package vn.tuoi.agronomy.decision;

import org.jspecify.annotations.NullMarked;
