/** Moves messages between field and cloud: wireless nodes over CoAP, an outbox, MQTT. */
@NullMarked
package vn.tuoi.gateway;

import org.jspecify.annotations.NullMarked;
