package vn.tuoi.edge.bench.valvesafety;

import java.time.Instant;

/** What all checks see of the moment: the time, the plan that is applied, the relays and the field. */
final class Scene {
    /** What a limit may be passed by: relays and steps are not instantaneous. */
    static final long SLACK_MS = 1_000;

    private final long seed;
    private final Relays relays;
    private final Field field;
    private Site site;
    private long nowMs;
    private Instant wall = Instant.EPOCH;
    private long wallMs;
    private boolean trusted;
    private boolean clockMoved;
    private boolean stepped;

    Scene(long seed, Site site, Relays relays, Field field) {
        this.seed = seed;
        this.site = site;
        this.relays = relays;
        this.field = field;
    }

    void time(long simulatedMs, Instant clock, boolean clockTrusted) {
        long newWallMs = clock.toEpochMilli();
        clockMoved = stepped && (newWallMs - wallMs != simulatedMs - nowMs || clockTrusted != trusted);
        stepped = true;
        nowMs = simulatedMs;
        wall = clock;
        wallMs = newWallMs;
        trusted = clockTrusted;
    }

    void plan(Site newSite) {
        site = newSite;
    }

    Site site() {
        return site;
    }

    Relays relays() {
        return relays;
    }

    Field field() {
        return field;
    }

    /** Simulated time since the schedule began. */
    long nowMs() {
        return nowMs;
    }

    /** What the farm's clock shows. */
    Instant wall() {
        return wall;
    }

    long wallMs() {
        return wallMs;
    }

    boolean trusted() {
        return trusted;
    }

    /** Whether the clock was set, or trust in it changed, since the moment before. */
    boolean clockMoved() {
        return clockMoved;
    }

    BrokenInvariant broken(String invariant, String detail) {
        return new BrokenInvariant(new Violation(seed, invariant, nowMs, detail));
    }
}
