/** The HTTP side: routes, answers, the live stream and the web app's files; the Vert.x room. */
@NullMarked
package vn.tuoi.cloud.api;

import org.jspecify.annotations.NullMarked;
