/** When a program waters and how much: pure functions of a program, the time and what was measured. */
@NullMarked
package vn.tuoi.edge.program;

import org.jspecify.annotations.NullMarked;
