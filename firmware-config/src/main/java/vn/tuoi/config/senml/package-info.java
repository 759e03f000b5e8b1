/** Readings on the wire: SenML packs (RFC 8428) in JSON and CBOR, and what the quantities of a farm mean. */
@NullMarked
package vn.tuoi.config.senml;

import org.jspecify.annotations.NullMarked;
