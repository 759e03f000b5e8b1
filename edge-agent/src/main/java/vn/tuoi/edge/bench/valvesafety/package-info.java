/** A seeded world around the real controller, with the invariants of docs/invariants.md checked by code of its own. */
@NullMarked
package vn.tuoi.edge.bench.valvesafety;

import org.jspecify.annotations.NullMarked;
