/** What people see of a farm, as the API and the live feed send it. */
@NullMarked
package vn.tuoi.cloud.view;

import org.jspecify.annotations.NullMarked;
