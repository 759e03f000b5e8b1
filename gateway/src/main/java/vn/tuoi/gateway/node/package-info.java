/** Wireless nodes and the leases under which their valves may be open; no protocol. */
@NullMarked
package vn.tuoi.gateway.node;

import org.jspecify.annotations.NullMarked;
