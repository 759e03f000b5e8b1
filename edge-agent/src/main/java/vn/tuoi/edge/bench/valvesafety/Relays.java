package vn.tuoi.edge.bench.valvesafety;

import java.util.StringJoiner;

/** The farm's relays: which are on, and since when. */
final class Relays {
    private final long[] onSinceMs = new long[Site.STATIONS];
    private int on;

    boolean on(int station) {
        return (on & (1 << station)) != 0;
    }

    boolean anyOn() {
        return on != 0;
    }

    /** Those that are on, as bits. */
    int bits() {
        return on;
    }

    long onSinceMs(int station) {
        return onSinceMs[station];
    }

    /** Gives whether it was off. */
    boolean switchOn(int station, long nowMs) {
        if (on(station)) {
            return false;
        }
        on |= 1 << station;
        onSinceMs[station] = nowMs;
        return true;
    }

    /** Gives whether it was on. */
    boolean switchOff(int station) {
        boolean was = on(station);
        on &= ~(1 << station);
        return was;
    }

    void allOff() {
        on = 0;
    }

    @Override
    public String toString() {
        StringJoiner names = new StringJoiner(", ");
        for (int i = 0; i < Site.STATIONS; i++) {
            if (on(i)) {
                names.add(Site.stationName(i));
            }
        }
        return names.toString();
    }
}
