/** Plans on their way to the farms. */
@NullMarked
package vn.tuoi.cloud.plan;

import org.jspecify.annotations.NullMarked;
