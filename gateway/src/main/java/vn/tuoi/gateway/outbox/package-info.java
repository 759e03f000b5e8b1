/** The durable queue between field and cloud: what was accepted stays until the cloud says that it is stored. */
@NullMarked
package vn.tuoi.gateway.outbox;

import org.jspecify.annotations.NullMarked;
