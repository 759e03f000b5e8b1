/** What a farmer does with the phone page, done in a browser. */
@NullMarked
package vn.tuoi.cloud.web;

import org.jspecify.annotations.NullMarked;
