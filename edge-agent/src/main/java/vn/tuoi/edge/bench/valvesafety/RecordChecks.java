package vn.tuoi.edge.bench.valvesafety;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;
import vn.tuoi.edge.control.HouseholdUse;

/** What must hold of what is written down: sentences in both languages, alarms raised once, and the water account. */
final class RecordChecks {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");
    private static final Map<String, String> VIETNAMESE = Messages.vietnamese().texts();
    private static final Map<String, String> ENGLISH = Messages.english().texts();
    /** What a sentence of a key needs, of both languages; the same for all farms. */
    private static final Map<String, Set<String>> NEEDED = new ConcurrentHashMap<>();

    /** A record's litres are rounded to a tenth. */
    private static final double LITRES_ROUNDING = 0.051;

    /** In the ledger: water of zones that no household holds. */
    private static final String NOBODY = "";

    private final Scene scene;
    private final Map<String, String> raised = new TreeMap<>();
    private final Set<String> alarms = new HashSet<>();
    private final Map<String, double[]> used = new HashMap<>();

    RecordChecks(Scene scene) {
        this.scene = scene;
    }

    /** A sentence that people will read. */
    void says(@Nullable Explanation explanation) {
        if (explanation == null) {
            return;
        }
        String key = explanation.key();
        Set<String> needed = NEEDED.get(key);
        if (needed == null) {
            String vietnamese = VIETNAMESE.get(key);
            String english = ENGLISH.get(key);
            if (vietnamese == null || english == null) {
                throw scene.broken("explained", key + " is missing in a catalogue");
            }
            needed = new HashSet<>();
            for (String text : List.of(vietnamese, english)) {
                Matcher matcher = PLACEHOLDER.matcher(text);
                while (matcher.find()) {
                    needed.add(matcher.group(1));
                }
            }
            NEEDED.put(key, Set.copyOf(needed));
        }
        if (!explanation.args().keySet().containsAll(needed)) {
            throw scene.broken("explained", key + " needs " + needed + " and has " + explanation.args());
        }
    }

    void raised(Alarm alarm) {
        says(alarm.explanation());
        String about = about(alarm);
        if (raised.putIfAbsent(about, alarm.id()) != null || !alarms.add(alarm.id())) {
            throw scene.broken("alarm-once", about + " was raised while it lasted");
        }
    }

    void cleared(Alarm alarm) {
        String about = about(alarm);
        if (!alarm.id().equals(raised.remove(about)) || alarm.clearedAt() == null) {
            throw scene.broken("alarm-once", about + " was cleared without having been raised");
        }
    }

    private static String about(Alarm alarm) {
        return alarm.kind() + " " + alarm.zone() + " " + alarm.source() + " " + alarm.station() + " " + alarm.point();
    }

    /** Whether an alarm about a source was raised and has not been cleared. */
    boolean lasts(String kind, String source) {
        return raised.containsKey(kind + " null " + source + " null null");
    }

    /** What lasts, as the farm reports it, must be what it has raised and not cleared. */
    void lasting(List<Alarm> reported) {
        boolean same = reported.size() == raised.size();
        for (Alarm alarm : reported) {
            same &= alarm.id().equals(raised.get(about(alarm)));
        }
        if (!same) {
            throw scene.broken("alarm-once", "the report has " + reported.size() + " alarms; raised are " + raised);
        }
    }

    /** A run has ended that had started. */
    void ended(RunRecord run) {
        String household = Objects.requireNonNullElse(run.household(), NOBODY);
        double[] sum = used.computeIfAbsent(household, any -> new double[3]);
        sum[0] += run.minutes();
        sum[1] += run.litres();
        sum[2]++;
    }

    /** The ledger must be the sum of the records. */
    void ledger(List<HouseholdUse> ledger) {
        Set<String> open = new HashSet<>(used.keySet());
        for (HouseholdUse use : ledger) {
            double[] sum = used.get(use.household());
            open.remove(use.household());
            if (sum == null
                    || Math.abs(sum[0] - use.minutes()) > 0.001 * sum[2] + 1e-6
                    || Math.abs(sum[1] - use.litres()) > LITRES_ROUNDING * sum[2]) {
                throw scene.broken(
                        "ledger-adds-up",
                        use + "; the records have " + (sum == null ? "nothing" : sum[0] + " min, " + sum[1] + " l"));
            }
        }
        if (!open.isEmpty()) {
            throw scene.broken("ledger-adds-up", open + " had water and are not in the ledger");
        }
    }
}
