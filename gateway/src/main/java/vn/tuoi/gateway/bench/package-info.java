/** {@code ./tuoi bench gateway}: what a durable reading of a node costs. */
@NullMarked
package vn.tuoi.gateway.bench;

import org.jspecify.annotations.NullMarked;
