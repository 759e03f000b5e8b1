/** Devices on RS-485: one thread a bus, register maps as data, relays as coils. */
@NullMarked
package vn.tuoi.edge.modbus;

import org.jspecify.annotations.NullMarked;
