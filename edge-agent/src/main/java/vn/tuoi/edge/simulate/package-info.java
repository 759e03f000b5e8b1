/** Seasons of a watering program against weather, offline: the command {@code tuoi simulate}. */
@NullMarked
package vn.tuoi.edge.simulate;

import org.jspecify.annotations.NullMarked;
