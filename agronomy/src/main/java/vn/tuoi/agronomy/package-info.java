/** Pure irrigation science after FAO-56: functions and immutable values, the JDK alone, no clock, no I/O but given readers. */
@NullMarked
package vn.tuoi.agronomy;

import org.jspecify.annotations.NullMarked;
