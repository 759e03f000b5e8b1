package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.StaleHours;

/**
 * Which (series, day, hours) are in table {@code stale} already, so that a reading is noted there at its hour's first only:
 * a hash table without an object an entry. A cache: what it has forgotten is noted once more. Bounded: it forgets all when
 * it is full. Not thread-safe.
 */
final class StaleMarks {
    private static final int FIRST_CAPACITY = 1 << 12;
    private static final int MAX_CAPACITY = 1 << 21;
    private static final long EMPTY = -1;
    private static final long HOUR_MS = Resolution.HOUR.stepMs();
    private static final int HOURS_PER_DAY = 24;

    private long[] keys = new long[FIRST_CAPACITY];
    private int[] hours = new int[FIRST_CAPACITY];
    private int size;

    /**
     * By series, one more than the hour since 1970 that was noted last: mostly that of the next reading too. Looked up in
     * the order of the readings, which is several times cheaper than the table, whose places lie apart.
     */
    private int[] lastHours = new int[0];

    StaleMarks() {
        Arrays.fill(keys, EMPTY);
    }

    /** Days fit in 24 bits up to the year 47,000. */
    private static long key(int series, long day) {
        return ((long) series << 24) | day;
    }

    private int slot(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 32) & (keys.length - 1);
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    /** Notes the hour of a reading that is not from before 1970; returns whether it was not noted. */
    boolean add(int series, long timeMs) {
        int hour = (int) (timeMs / HOUR_MS) + 1;
        if (series >= lastHours.length) {
            lastHours = Arrays.copyOf(lastHours, Math.max(FIRST_CAPACITY, 2 * series));
        }
        if (lastHours[series] == hour) {
            return false;
        }
        lastHours[series] = hour;
        return addToTable(series, StaleHours.epochDay(timeMs), StaleHours.bit(timeMs));
    }

    private boolean addToTable(int series, long day, int hour) {
        long key = key(series, day);
        int slot = slot(key);
        if (keys[slot] == EMPTY) {
            if ((size + 1) * 2 > keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            hours[slot] = 0;
            size++;
        }
        boolean added = (hours[slot] & hour) == 0;
        hours[slot] |= hour;
        return added;
    }

    /** Forgets hours that have been taken off the table. */
    void remove(int series, long day, int fewerHours) {
        int slot = slot(key(series, day));
        if (keys[slot] != EMPTY) {
            hours[slot] &= ~fewerHours;
        }
        if (series < lastHours.length) {
            long hourOfDay = lastHours[series] - 1 - day * HOURS_PER_DAY;
            if (hourOfDay >= 0 && hourOfDay < HOURS_PER_DAY && (fewerHours >> hourOfDay & 1) != 0) {
                lastHours[series] = 0;
            }
        }
    }

    private void grow() {
        if (keys.length == MAX_CAPACITY) {
            clear();
            return;
        }
        long[] oldKeys = keys;
        int[] oldHours = hours;
        keys = new long[oldKeys.length * 2];
        Arrays.fill(keys, EMPTY);
        hours = new int[oldKeys.length * 2];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            // days that are done take no room for ever
            if (oldKeys[i] != EMPTY && oldHours[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                hours[slot] = oldHours[i];
                size++;
            }
        }
    }

    void clear() {
        Arrays.fill(keys, EMPTY);
        Arrays.fill(lastHours, 0);
        size = 0;
    }
}
