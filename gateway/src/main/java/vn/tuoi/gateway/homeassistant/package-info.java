/** Shows the farm in a Home Assistant on its own network, by MQTT discovery: reads, never commands (docs/adr/0010). */
@NullMarked
package vn.tuoi.gateway.homeassistant;

import org.jspecify.annotations.NullMarked;
