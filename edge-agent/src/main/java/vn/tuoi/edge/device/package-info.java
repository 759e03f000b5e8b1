/** What a farm's hardware can do, as ports that the real Pi and the simulated farm both implement, and the wiring file. */
@NullMarked
package vn.tuoi.edge.device;

import org.jspecify.annotations.NullMarked;
