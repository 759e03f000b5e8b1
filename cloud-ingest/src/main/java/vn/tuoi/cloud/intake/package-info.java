/** Takes in what farms say: decode, store, then acknowledge. */
@NullMarked
package vn.tuoi.cloud.intake;

import org.jspecify.annotations.NullMarked;
