/** What an agent costs the machine that it runs on, beside what Node-RED costs. */
@NullMarked
package vn.tuoi.edge.bench.footprint;

import org.jspecify.annotations.NullMarked;
