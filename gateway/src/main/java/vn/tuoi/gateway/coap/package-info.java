/** The radio side: nodes over CoAP and DTLS (Californium), the server and a reference node. */
@NullMarked
package vn.tuoi.gateway.coap;

import org.jspecify.annotations.NullMarked;
