/** Rice on puddled ground: ponded water, percolation, the bund, and alternate wetting and drying by stage. */
@NullMarked
package vn.tuoi.agronomy.paddy;

import org.jspecify.annotations.NullMarked;
