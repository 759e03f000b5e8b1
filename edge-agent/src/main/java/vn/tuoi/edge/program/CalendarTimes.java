package vn.tuoi.edge.program;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Repeat;
import vn.tuoi.config.plan.StartTime;

/**
 * The start times of a calendar program on a farm. Every local day gives each start once, also when the clocks change:
 * a start in the hour that is left out moves forward by an hour, one in the hour that comes twice takes the first.
 * Immutable and thread-safe.
 */
public final class CalendarTimes {
    /** A program that does not start for so many days never starts. */
    private static final int SEARCHED_DAYS = 400;

    private final Program.Calendar program;
    private final Duration length;
    private final FarmPlan farm;
    private final ZoneId zone;
    /** How many days before or after its own a day's start may fall. */
    private final long spreadDays;

    /**
     * @param length how long before its time a program that has to finish by one starts
     */
    public CalendarTimes(Program.Calendar program, FarmPlan farm, Duration length) {
        this.program = program;
        this.length = length;
        this.farm = farm;
        this.zone = farm.timeZone();
        this.spreadDays = spreadDays(program, length);
    }

    /** The first start after {@code after}. */
    public Optional<Instant> next(Instant after) {
        List<Instant> first = next(after, 1);
        return first.isEmpty() ? Optional.empty() : Optional.of(first.get(0));
    }

    /** Up to {@code count} starts after {@code after}, in order, each once. */
    public List<Instant> next(Instant after, int count) {
        return starts(after, count, LocalDate.MAX);
    }

    /** Every start after {@code after} and not after {@code end}, in order, each once. */
    public List<Instant> between(Instant after, Instant end) {
        LocalDate lastDay = end.atZone(zone).toLocalDate().plusDays(spreadDays);
        return starts(after, Integer.MAX_VALUE, lastDay).stream()
                .filter(start -> !start.isAfter(end))
                .toList();
    }

    private List<Instant> starts(Instant after, int count, LocalDate lastDay) {
        LocalDate first = after.atZone(zone).toLocalDate().minusDays(spreadDays);
        LocalDate from = program.dayRule().from();
        LocalDate day = from != null && from.isAfter(first) ? from : first;
        LocalDate ruleEnd = program.dayRule().to();
        LocalDate to = ruleEnd == null || ruleEnd.isAfter(lastDay) ? lastDay : ruleEnd;
        NavigableSet<Instant> found = new TreeSet<>();
        LocalDate enough = null;
        for (int i = 0; i < SEARCHED_DAYS + spreadDays; i++, day = day.plusDays(1)) {
            // later days may still have an earlier start, as far as starts leave their own day
            if ((enough != null && day.isAfter(enough.plusDays(spreadDays))) || day.isAfter(to)) {
                break;
            }
            if (!program.dayRule().includes(day)) {
                continue;
            }
            for (Instant start : on(day)) {
                if (start.isAfter(after)) {
                    found.add(start);
                }
            }
            while (found.size() > count) {
                found.pollLast();
            }
            if (enough == null && found.size() == count) {
                enough = day;
            }
        }
        return List.copyOf(found);
    }

    private static long spreadDays(Program.Calendar program, Duration length) {
        Repeat repeat = program.repeat();
        long repeatMinutes = repeat == null ? 0 : (long) repeat.everyMinutes() * (repeat.count() - 1);
        boolean onTheClock = program.finishBy() == null;
        for (StartTime start : program.starts()) {
            onTheClock &= start.at() != null;
        }
        // a start on the clock falls on its own day; the sun's offset and a finish time may move one to its neighbour
        return (repeatMinutes + 1_439) / 1_440 + (onTheClock ? 0 : 1 + length.toDays());
    }

    private List<Instant> on(LocalDate day) {
        List<Instant> starts = new ArrayList<>();
        StartTime finishBy = program.finishBy();
        if (finishBy != null) {
            Instant end = time(day, finishBy);
            if (end != null) {
                starts.add(end.minus(length));
            }
            return starts;
        }
        Repeat repeat = program.repeat();
        for (StartTime start : program.starts()) {
            Instant first = time(day, start);
            if (first == null) {
                continue;
            }
            starts.add(first);
            for (int i = 1; repeat != null && i < repeat.count(); i++) {
                starts.add(first.plusSeconds(60L * i * repeat.everyMinutes()));
            }
        }
        return starts;
    }

    /** Null when the sun neither rises nor sets. */
    private @Nullable Instant time(LocalDate day, StartTime start) {
        if (start.at() != null) {
            return ZonedDateTime.of(day, start.at(), zone).toInstant();
        }
        if (start.sun() == null) {
            throw new IllegalArgumentException("a start with neither a time nor the sun: the plan was not validated");
        }
        long offset = start.offsetMinutes() == null ? 0 : start.offsetMinutes();
        return SunTimes.at(farm.latitude(), farm.longitude(), zone)
                .of(day, start.sun())
                .map(time -> time.plusSeconds(60 * offset))
                .orElse(null);
    }
}
