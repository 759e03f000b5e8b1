/** What a phone sees change: server-sent events by farm. */
@NullMarked
package vn.tuoi.cloud.live;

import org.jspecify.annotations.NullMarked;
