package vn.tuoi.cloud.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.intake.Presence;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.FarmHistory;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.NextRun;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Zone;

/** Gathers what people see of a farm. Thread-safe; blocks. */
public final class FarmViews {
    /** A start that is so late may still come, see the controller. */
    private static final Duration LATE_START = Duration.ofMinutes(10);

    private final Registry registry;
    private final TelemetryStore store;
    private final Presence presence;
    private final InstantSource clock;
    private final Sentences sentences;

    public FarmViews(
            Registry registry, TelemetryStore store, Presence presence, InstantSource clock, Sentences sentences) {
        this.registry = registry;
        this.store = store;
        this.presence = presence;
        this.clock = clock;
        this.sentences = sentences;
    }

    /** A farm's first page. */
    public FarmHome home(Farm farm) throws StoreUnavailable {
        FarmHistory.Status status = registry.history().status(farm.id());
        FarmState state = status.state();
        Optional<FarmPlan> plan = registry.plans().current(farm.id());
        List<LatestValue> latest = store.latest(farm.id());
        return new FarmHome(
                farm.id(),
                plan.map(FarmPlan::name).orElse(farm.name()),
                clock.instant(),
                status.online(),
                lastSeen(farm, status),
                plan.map(FarmPlan::version).orElse(0L),
                state == null ? 0 : state.planVersion(),
                state == null ? null : refused(state.planRefused()),
                state == null ? null : state.clock(),
                state == null ? null : state.holdUntil(),
                plan.map(found -> zones(found, state, latest)).orElse(List.of()),
                state == null ? List.of() : state.households(),
                latest,
                registry.history().openAlarms(farm.id()).stream()
                        .map(sentences::spell)
                        .toList());
    }

    /** When a farm was last heard of. */
    public @Nullable Instant lastSeen(Farm farm, FarmHistory.Status status) {
        Instant heard = presence.lastSeen(farm.id());
        return heard == null ? status.lastSeen() : heard;
    }

    private List<FarmHome.ZoneCard> zones(FarmPlan plan, @Nullable FarmState state, List<LatestValue> latest) {
        Map<String, LatestValue> points = new HashMap<>();
        latest.forEach(value -> points.put(value.point(), value));
        Map<String, FarmState.ZoneState> states = new HashMap<>();
        if (state != null) {
            state.zones().forEach(zone -> states.put(zone.zone(), zone));
        }
        Map<String, RunRecord> lastRuns = registry.history().lastRuns(plan.farm());
        Map<String, CommandView> commands = new HashMap<>();
        registry.commands()
                .newestOfZones(plan.farm())
                .forEach(found -> commands.put(found.command().zone(), CommandView.of(found, sentences)));
        return plan.zones().stream()
                .map(zone -> {
                    FarmState.ZoneState now = states.get(zone.id());
                    return new FarmHome.ZoneCard(
                            zone.id(),
                            zone.name(),
                            zone.automatic() ? Zone.ZoneMode.AUTO : Zone.ZoneMode.HAND,
                            sentences.crop(zone.crop()),
                            zone.maxMinutes(),
                            zone.program(),
                            points.get(zone.soilMoisturePoint()),
                            flow(plan, zone, points),
                            now == null ? null : spell(now.run()),
                            now == null ? null : now.until(),
                            now == null ? null : now.queued(),
                            now == null ? null : now.holdUntil(),
                            now == null ? null : spell(now.question()),
                            now == null
                                    ? List.of()
                                    : now.nextRuns().stream()
                                            .filter(this::ahead)
                                            .toList(),
                            now == null ? List.of() : preview(now),
                            spell(lastRuns.get(zone.id())),
                            now == null ? null : now.depletionMm(),
                            commands.get(zone.id()));
                })
                .toList();
    }

    /** A farm that has been silent for long still shows times that have passed; those are left out. */
    private boolean ahead(@Nullable Instant at) {
        return at == null || at.isAfter(clock.instant().minus(LATE_START));
    }

    private FarmHome.@Nullable RefusedPlan refused(FarmState.@Nullable RefusedPlan refused) {
        return refused == null
                ? null
                : new FarmHome.RefusedPlan(refused.version(), sentences.spelled(refused.reason()));
    }

    private List<FarmHome.ComingRun> preview(FarmState.ZoneState zone) {
        return zone.preview().stream()
                .filter(next -> next.certainty() == NextRun.Certainty.CONDITIONAL || ahead(next.at()))
                .map(next -> new FarmHome.ComingRun(
                        next.certainty(), next.at(), next.minutes(), sentences.spelled(next.explanation())))
                .toList();
    }

    private @Nullable JsonNode spell(@Nullable Object document) {
        return document == null ? null : sentences.spell(document);
    }

    /** The zone's own meter, else the one of its source. */
    private static @Nullable LatestValue flow(FarmPlan plan, Zone zone, Map<String, LatestValue> points) {
        String source =
                plan.source(zone.source()).map(found -> found.flowPoint()).orElse(null);
        return Stream.of(
                        Optional.ofNullable(zone.flowPoint()),
                        Optional.of(zone.id() + "/flow"),
                        Optional.ofNullable(source))
                .flatMap(Optional::stream)
                .map(points::get)
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }
}
