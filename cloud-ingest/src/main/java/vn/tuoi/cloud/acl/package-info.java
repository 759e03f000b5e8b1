/** What a broker that is not ours has to be told so that the topic rules hold there too. */
@NullMarked
package vn.tuoi.cloud.acl;

import org.jspecify.annotations.NullMarked;
