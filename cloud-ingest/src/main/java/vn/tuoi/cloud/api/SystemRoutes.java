package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;

/** Health and metrics, for machines on the same host; outside {@code /api/v1}. */
final class SystemRoutes {
    private final Registry registry;
    private final TelemetryStore store;
    private final BooleanSupplier connected;
    private final Metrics metrics;

    /** @param connected whether the intake and the desks reach the broker */
    SystemRoutes(Registry registry, TelemetryStore store, BooleanSupplier connected, Metrics metrics) {
        this.registry = registry;
        this.store = store;
        this.connected = connected;
        this.metrics = metrics;
    }

    private record Health(@JsonProperty(required = true) String status, List<String> problems) {}

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        "/health/live",
                        Access.ANYBODY,
                        "Whether the process answers.",
                        call -> Answer.ok(new Health("up", List.of()))),
                Endpoint.get("/health/ready", Access.ANYBODY, "Whether it can do its work.", call -> ready()),
                Endpoint.get(
                        "/metrics",
                        Access.ANYBODY,
                        "Counters in the Prometheus text format.",
                        call -> Answer.text(metrics.text(), "text/plain; version=0.0.4; charset=utf-8")));
    }

    private Answer ready() {
        List<String> problems = new ArrayList<>();
        if (!registry.isReachable()) {
            problems.add("registry");
        }
        try {
            store.check();
        } catch (StoreUnavailable e) {
            problems.add("telemetry");
        }
        if (!connected.getAsBoolean()) {
            problems.add("broker");
        }
        return problems.isEmpty()
                ? Answer.ok(new Health("up", problems))
                : Answer.json(503, new Health("down", problems));
    }
}
