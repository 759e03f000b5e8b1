/** A Raspberry Pi's outputs and inputs by Pi4J; the only package that knows it. */
@NullMarked
package vn.tuoi.edge.pi4j;

import org.jspecify.annotations.NullMarked;
