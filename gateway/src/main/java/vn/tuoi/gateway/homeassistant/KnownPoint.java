package vn.tuoi.gateway.homeassistant;

import org.jspecify.annotations.Nullable;
import vn.tuoi.config.senml.Quantity;
import vn.tuoi.config.senml.Reading;

/** A point that is shown: who sends it and what it said last. Not thread-safe. */
final class KnownPoint {
    private final String name;
    private final Presentation presentation;
    private final boolean isBoolean;
    private @Nullable String node;
    private boolean isLocal;
    private long heardNanos;
    private long lastTimeMs = Long.MIN_VALUE;
    private double total;

    /**
     * A point of which nothing has come yet.
     *
     * @param isBoolean whether it reports booleans
     * @param senmlUnit the unit that it gives, when its quantity is none of ours
     */
    KnownPoint(String name, boolean isBoolean, @Nullable String senmlUnit, long nowNanos) {
        this.name = name;
        this.isBoolean = isBoolean;
        this.presentation = Presentation.of(quantity(name), isBoolean, senmlUnit);
        this.heardNanos = nowNanos;
    }

    static @Nullable Quantity quantity(String name) {
        return Quantity.ofPoint(name).orElse(null);
    }

    String name() {
        return name;
    }

    boolean isBoolean() {
        return isBoolean;
    }

    /** Whether this process itself has sent it. */
    boolean isLocal() {
        return isLocal;
    }

    Presentation presentation() {
        return presentation;
    }

    /** The node that sent it last; null when it is wired here, or nothing has come since the start. */
    @Nullable
    String node() {
        return node;
    }

    /** When it was heard of last, monotonic. */
    long heardNanos() {
        return heardNanos;
    }

    /** Takes a reading. Returns what is to be shown, or null when it is older than what is shown already. */
    @Nullable
    String take(@Nullable String sender, Reading reading, long nowNanos) {
        node = sender;
        isLocal = sender == null;
        heardNanos = nowNanos;
        if (reading.timeMs() <= lastTimeMs) {
            return null;
        }
        lastTimeMs = reading.timeMs();
        if (presentation.isTotal()) {
            total += reading.value();
            return presentation.show(total);
        }
        return presentation.show(reading.value());
    }
}
