/** The way to the cloud: one MQTT 5 connection (Paho) that drains the outbox and brings plans and commands. */
@NullMarked
package vn.tuoi.gateway.uplink;

import org.jspecify.annotations.NullMarked;
