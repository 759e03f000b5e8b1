/** What the cloud counts, for Prometheus. */
@NullMarked
package vn.tuoi.cloud.metrics;

import org.jspecify.annotations.NullMarked;
