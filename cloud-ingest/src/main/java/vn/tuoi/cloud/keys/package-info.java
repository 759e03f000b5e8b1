/** Keys and other secrets on disk, readable by their owner only. */
@NullMarked
package vn.tuoi.cloud.keys;

import org.jspecify.annotations.NullMarked;
