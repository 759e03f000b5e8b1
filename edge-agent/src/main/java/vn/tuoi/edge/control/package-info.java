/**
 * Decides everything about water on a farm: {@link vn.tuoi.edge.control.IrrigationController} is a pure function of
 * state, time and event. No I/O, thread, logger or system clock is in here; docs/invariants.md states what always holds.
 */
@NullMarked
package vn.tuoi.edge.control;

import org.jspecify.annotations.NullMarked;
