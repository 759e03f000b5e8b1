/** Orders to farms, from the tap to the farm's last word. */
@NullMarked
package vn.tuoi.cloud.command;

import org.jspecify.annotations.NullMarked;
