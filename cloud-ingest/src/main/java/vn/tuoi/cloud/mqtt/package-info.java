/** The cloud's connections to the broker, embedded or not; the Paho room. */
@NullMarked
package vn.tuoi.cloud.mqtt;

import org.jspecify.annotations.NullMarked;
