/** Messages on disk that a store could not take: durable, bounded, oldest first. */
@NullMarked
package vn.tuoi.cloud.spool;

import org.jspecify.annotations.NullMarked;
