/** The MQTT broker inside the cloud process, and who may do what on it; the room of HiveMQ. */
@NullMarked
package vn.tuoi.cloud.broker;

import org.jspecify.annotations.NullMarked;
