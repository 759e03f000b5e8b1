/** The shell around the controller: the loop that owns it, what guards it, what it stores, and its processes. */
@NullMarked
package vn.tuoi.edge.agent;

import org.jspecify.annotations.NullMarked;
