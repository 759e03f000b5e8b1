package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;

/** Health and metrics, for machines on the same host; outside {@code /api/v1}. */
final class SystemRoutes {
    private final Registry registry;
    private final TelemetryStore store;
    private final Routes.Health health;
    private final Metrics metrics;

    SystemRoutes(Registry registry, TelemetryStore store, Routes.Health health, Metrics metrics) {
        this.registry = registry;
        this.store = store;
        this.health = health;
        this.metrics = metrics;
    }

    /**
     * The answer of both routes.
     *
     * @param problems which parts do not work: registry, telemetry (the store), intake, broker
     * @param details the same in words, where there is more to say
     */
    private record Health(@JsonProperty(required = true) String status, List<String> problems, List<String> details) {}

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        "/health/live",
                        Access.ANYBODY,
                        "Whether the process answers.",
                        call -> Answer.ok(new Health("up", List.of(), List.of()))),
                Endpoint.get("/health/ready", Access.ANYBODY, "Whether it can do its work.", call -> ready()),
                Endpoint.get(
                        "/metrics",
                        Access.ANYBODY,
                        "Counters in the Prometheus text format.",
                        call -> Answer.text(metrics.text(), "text/plain; version=0.0.4; charset=utf-8")));
    }

    private Answer ready() {
        List<String> problems = new ArrayList<>();
        List<String> details = new ArrayList<>();
        if (!registry.isReachable()) {
            problems.add("registry");
        }
        if (!health.storeWorks().getAsBoolean()) {
            // not asked: a store that hangs would hang this answer too
            problems.add("telemetry");
            details.add("the store cannot be written to; telemetry goes to the spool");
        } else {
            try {
                store.check();
            } catch (StoreUnavailable e) {
                problems.add("telemetry");
                details.add(String.valueOf(e.getMessage()));
            }
        }
        String obstacle = health.intakeObstacle().get();
        if (!obstacle.isEmpty()) {
            problems.add("intake");
            details.add(obstacle);
        }
        if (!health.connected().getAsBoolean()) {
            problems.add("broker");
        }
        return problems.isEmpty()
                ? Answer.ok(new Health("up", problems, details))
                : Answer.json(503, new Health("down", problems, details));
    }
}
