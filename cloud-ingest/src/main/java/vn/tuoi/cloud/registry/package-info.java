/** What the cloud knows that is not telemetry: farms, people, plans, commands, runs, alarms; the JDBI room. */
@NullMarked
package vn.tuoi.cloud.registry;

import org.jspecify.annotations.NullMarked;
