package vn.tuoi.edge.control;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.message.Explanation;

/**
 * Raises an alarm once and clears it when it is over. At most {@link #MAX} last at a time; more are not raised, and the
 * last {@link #KEPT_FOR_CRITICAL} places are for what somebody must look at now.
 */
final class Alarms {
    static final int MAX = 400;

    private static final int KEPT_FOR_CRITICAL = 100;

    /** What an alarm is about. */
    record Subject(
            @Nullable String zone,
            @Nullable String source,
            @Nullable String station,
            @Nullable String point) {
        static Subject zone(String zone) {
            return new Subject(zone, null, null, null);
        }

        static Subject source(String source) {
            return new Subject(null, source, null, null);
        }

        static Subject station(String station) {
            return new Subject(null, null, station, null);
        }

        static Subject point(String point) {
            return new Subject(null, null, null, point);
        }

        static final Subject FARM = new Subject(null, null, null, null);

        private String key(String kind) {
            return kind + "|" + zone + "|" + source + "|" + station + "|" + point;
        }
    }

    private Alarms() {}

    static void raise(FarmNow farm, String kind, Alarm.Severity severity, Subject subject, Explanation explanation) {
        String key = subject.key(kind);
        int limit = severity == Alarm.Severity.CRITICAL ? MAX : MAX - KEPT_FOR_CRITICAL;
        if (farm.alarms.containsKey(key) || farm.alarms.size() >= limit) {
            return;
        }
        Alarm alarm = new Alarm(
                farm.nextId(),
                kind,
                severity,
                subject.zone(),
                subject.source(),
                subject.station(),
                subject.point(),
                farm.now,
                null,
                explanation);
        Map<String, Alarm> more = new TreeMap<>(farm.alarms);
        more.put(key, alarm);
        farm.alarms = Collections.unmodifiableMap(more);
        farm.publish(new FarmEvent(null, farm.nextId(), FarmEvent.Type.ALARM_RAISED, farm.now, null, alarm, null));
    }

    static boolean lasts(FarmNow farm, String kind, Subject subject) {
        return any(farm, kind) && farm.alarms.containsKey(subject.key(kind));
    }

    static void clear(FarmNow farm, String kind, Subject subject) {
        if (any(farm, kind)) {
            clearKey(farm, subject.key(kind));
        }
    }

    /** Whether anything of the kind lasts. Every reading clears what is over, which is nearly always nothing. */
    private static boolean any(FarmNow farm, String kind) {
        if (farm.alarms.isEmpty()) {
            return false;
        }
        for (Alarm alarm : farm.alarms.values()) {
            if (alarm.kind().equals(kind)) {
                return true;
            }
        }
        return false;
    }

    /** Ends every alarm about something that the plan no longer has. */
    static void clearForeign(FarmNow farm) {
        // in the map's own order: each gets the next id, and the same step must give the same ids
        for (Map.Entry<String, Alarm> entry : farm.alarms.entrySet()) {
            Alarm alarm = entry.getValue();
            boolean known = (alarm.zone() == null || farm.layout.findZone(alarm.zone()) != Layout.NONE)
                    && (alarm.station() == null
                            || farm.layout.findStation(alarm.station()) != Layout.NONE
                            || farm.absentMaintenance.contains(alarm.station()))
                    && (alarm.point() == null || farm.layout.findPoint(alarm.point()) != Layout.NONE)
                    && (alarm.source() == null
                            || (farm.layout.plan() != null
                                    && farm.layout.plan().source(alarm.source()).isPresent()));
            if (!known) {
                clearKey(farm, entry.getKey());
            }
        }
    }

    private static void clearKey(FarmNow farm, String key) {
        Alarm alarm = farm.alarms.get(key);
        if (alarm == null) {
            return;
        }
        Map<String, Alarm> less = new TreeMap<>(farm.alarms);
        less.remove(key);
        farm.alarms = Collections.unmodifiableMap(less);
        Alarm over = new Alarm(
                alarm.id(),
                alarm.kind(),
                alarm.severity(),
                alarm.zone(),
                alarm.source(),
                alarm.station(),
                alarm.point(),
                alarm.raisedAt(),
                farm.now,
                alarm.explanation());
        farm.publish(new FarmEvent(null, farm.nextId(), FarmEvent.Type.ALARM_CLEARED, farm.now, null, over, null));
    }

    static Map<String, Alarm> restore(Iterable<Alarm> alarms) {
        Map<String, Alarm> map = new TreeMap<>();
        for (Alarm alarm : alarms) {
            map.put(new Subject(alarm.zone(), alarm.source(), alarm.station(), alarm.point()).key(alarm.kind()), alarm);
        }
        return Collections.unmodifiableMap(map);
    }
}
