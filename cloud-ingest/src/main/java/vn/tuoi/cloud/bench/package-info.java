/**
 * {@code ./tuoi bench ingest|fleet|command}: what the cloud costs under load, measured from outside its process. Nothing
 * of the cloud knows this package.
 */
@NullMarked
package vn.tuoi.cloud.bench;

import org.jspecify.annotations.NullMarked;
