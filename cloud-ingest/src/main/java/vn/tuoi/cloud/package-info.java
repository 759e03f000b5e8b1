/** The cloud process: its settings, its parts put together, its command. */
@NullMarked
package vn.tuoi.cloud;

import org.jspecify.annotations.NullMarked;
