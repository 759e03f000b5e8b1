/** The cloud's connections to the broker, embedded or not; the room of MQTT on the wire. */
@NullMarked
package vn.tuoi.cloud.mqtt;

import org.jspecify.annotations.NullMarked;
