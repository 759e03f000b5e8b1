/** Who somebody is: PINs, sessions, tokens, and the limits on guessing. */
@NullMarked
package vn.tuoi.cloud.auth;

import org.jspecify.annotations.NullMarked;
