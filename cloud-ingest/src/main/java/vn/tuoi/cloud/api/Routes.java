package vn.tuoi.cloud.api;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import vn.tuoi.cloud.auth.SignIn;
import vn.tuoi.cloud.command.CommandDesk;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.plan.PlanDesk;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.view.FarmViews;
import vn.tuoi.cloud.view.Sentences;

/** Every route of the cloud. Immutable. */
public final class Routes {
    private final List<Endpoint> endpoints;
    private final Gatekeeper gatekeeper;
    private final LiveFeed feed;

    /** What the routes read. */
    public record Sources(
            Registry registry, TelemetryStore store, FarmViews views, Sentences sentences, InstantSource clock) {}

    /**
     * What the parts say of themselves; none of it blocks.
     *
     * @param connected whether the broker is reached
     * @param storeWorks whether the last write to the store succeeded
     * @param intakeObstacle why no telemetry is taken in, empty when it is
     */
    public record Health(BooleanSupplier connected, BooleanSupplier storeWorks, Supplier<String> intakeObstacle) {}

    /** What the routes set in motion. */
    public record Desks(SignIn signIn, PlanDesk plans, CommandDesk commands) {}

    /**
     * All routes.
     *
     * @param health what the parts say of themselves
     * @param secureCookie whether browsers come by HTTPS
     */
    public Routes(Sources sources, Desks desks, LiveFeed feed, Metrics metrics, Health health, boolean secureCookie) {
        this.feed = feed;
        this.gatekeeper = new Gatekeeper(desks.signIn(), sources.registry().farms());
        Registry registry = sources.registry();
        List<Endpoint> all = new ArrayList<>();
        all.addAll(new SessionRoutes(desks.signIn(), registry.farms(), secureCookie).endpoints());
        all.addAll(new FarmRoutes(registry, sources.views()).endpoints());
        all.addAll(new WaterRoutes(registry, desks.commands(), sources.sentences(), sources.clock()).endpoints());
        all.addAll(new PlanRoutes(registry, desks.plans()).endpoints());
        all.addAll(new HistoryRoutes(registry, sources.store(), sources.sentences(), sources.clock()).endpoints());
        all.addAll(new AlertRoutes(registry, sources.sentences(), sources.clock()).endpoints());
        all.addAll(new QuarantineRoutes(registry.refusedMessages()).endpoints());
        all.addAll(new SystemRoutes(registry, sources.store(), health, metrics).endpoints());
        all.add(Endpoint.get(
                LiveRoute.PATH,
                Access.SIGNED_IN,
                "Server-sent events: reading, state, command, run, alert.",
                call -> Answer.goOn()));
        all.add(Endpoint.get(
                "/openapi.json", Access.ANYBODY, "This document.", call -> Answer.ok(OpenApi.of(this.endpoints()))));
        this.endpoints = List.copyOf(all);
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    LiveFeed feed() {
        return feed;
    }
}
