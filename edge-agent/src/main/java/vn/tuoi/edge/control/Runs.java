package vn.tuoi.edge.control;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/** The beginning and the end of runs on paper: the queue entry, the record, the reply, the ledger. */
final class Runs {
    /** Ends a hand zone's run whose valve a person has already closed. */
    static final String CLOSED_BY_HAND = "run.completed.hand";

    private static final String EXPIRED = "run.skipped.expired";

    private Runs() {}

    static Run enqueue(FarmNow farm, int zone, RunOrder order) {
        Run run = new Run(order, zone, farm.nowMs);
        farm.runs.add(run);
        farm.reportChanged = true;
        farm.touch();
        return run;
    }

    /** A run that does not happen, for the record. */
    static void skip(FarmNow farm, int zone, RunRecord.Cause cause, Instant due, Explanation why) {
        Layout.ZoneEntry entry = farm.layout.zone(zone);
        farm.publishRun(
                FarmEvent.Type.RUN_SKIPPED,
                new RunRecord(
                        farm.nextId(),
                        entry.plan().id(),
                        entry.plan().source(),
                        entry.plan().household(),
                        cause,
                        null,
                        null,
                        due,
                        due,
                        null,
                        null,
                        0,
                        0,
                        false,
                        false,
                        RunRecord.Outcome.SKIPPED,
                        why));
        LeftOut.count(farm, zone, why);
    }

    static Run.Ending expired() {
        return new Run.Ending(RunRecord.Outcome.SKIPPED, Explanation.of(EXPIRED));
    }

    /** The run is over and its valve is closed, or never opened. */
    static void end(FarmNow farm, Run run, Run.Ending ending) {
        farm.runs.remove(run);
        farm.zones[run.zone].askNothing();
        if (run.startedAt != null
                && farm.entry(run).station() == Layout.NONE
                && !ending.why().key().equals(CLOSED_BY_HAND)) {
            Hands.askToClose(farm, run.zone);
        }
        run.ending = run.startedAt == null
                ? new Run.Ending(RunRecord.Outcome.SKIPPED, ending.why())
                : ending.outcome() == RunRecord.Outcome.SKIPPED
                        ? new Run.Ending(RunRecord.Outcome.INTERRUPTED, ending.why())
                        : ending;
        farm.publishRun(
                run.startedAt == null ? FarmEvent.Type.RUN_SKIPPED : FarmEvent.Type.RUN_ENDED, record(farm, run));
        if (run.startedAt == null && !run.order.manual()) {
            LeftOut.count(farm, run.zone, ending.why());
        }
        if (run.startedAt != null) {
            book(farm, run.order.household(), run.wateredMs(farm.nowMs), run.litres);
        }
        BalanceDesk.credit(farm, run);
        answer(farm, run, ending);
        SensorWatch.afterWater(farm, run);
        farm.touch();
    }

    static RunRecord record(FarmNow farm, Run run) {
        RunOrder order = run.order;
        Run.Ending ending = run.ending;
        boolean over = ending != null && !farm.runs.contains(run);
        long wateredMs = run.wateredMs(farm.nowMs);
        return new RunRecord(
                order.id(),
                order.zone(),
                order.source(),
                order.household(),
                order.cause(),
                order.commandId(),
                order.by(),
                run.startedAt == null ? order.requestedAt() : run.startedAt,
                over ? farm.now : null,
                order.plannedMs() / 60_000.0,
                order.plannedLitres(),
                wateredMs / 60_000.0,
                Math.round(run.litres * 10) / 10.0,
                run.meteredMs > 0 && run.meteredMs >= wateredMs * 8 / 10,
                run.confirmed,
                ending != null && over ? ending.outcome() : null,
                ending != null && over ? ending.why() : order.why());
    }

    /** Zones that nobody holds have an account together, so that they do not always come first. */
    static void book(FarmNow farm, @Nullable String holder, long wateredMs, double litres) {
        String household = holder == null ? HouseholdUse.NOBODY : holder;
        Instant now = farm.timeAtLeast();
        HouseholdUse use = farm.ledger.getOrDefault(household, new HouseholdUse(household, 0, 0, 0, now));
        Map<String, HouseholdUse> ledger = new TreeMap<>(farm.ledger);
        ledger.put(household, use.plus(wateredMs / 60_000.0, litres, now));
        farm.ledger = Collections.unmodifiableMap(ledger);
    }

    private static void answer(FarmNow farm, Run run, Run.Ending ending) {
        String command = run.order.commandId();
        Instant expiresAt = run.order.expiresAt();
        if (command == null || expiresAt == null) {
            return;
        }
        boolean completed = ending.outcome() == RunRecord.Outcome.COMPLETED;
        Reply.State state;
        if (ending.why().key().equals(EXPIRED) && run.startedAt == null) {
            state = Reply.State.EXPIRED;
        } else if ((ending.outcome() == RunRecord.Outcome.FAILED && !run.confirmed)
                || (ending.outcome() == RunRecord.Outcome.SKIPPED && run.startedAt == null)) {
            state = Reply.State.REFUSED;
        } else {
            state = Reply.State.DONE;
        }
        farm.reply(UUID.fromString(command), state, completed ? null : ending.why(), expiresAt);
    }

    /** Flow has proved water. */
    static void confirm(FarmNow farm, Run run) {
        run.confirmed = true;
        farm.publishRun(FarmEvent.Type.RUN_CONFIRMED, record(farm, run));
        String command = run.order.commandId();
        Instant expiresAt = run.order.expiresAt();
        if (command != null && expiresAt != null) {
            farm.reply(UUID.fromString(command), Reply.State.RUNNING, null, expiresAt);
        }
    }

    /** A number of minutes for people, to one decimal. */
    static double minutes(long ms) {
        return Math.round(ms / 6_000.0) / 10.0;
    }

    static boolean expiredNow(FarmNow farm, @Nullable Instant expiresAt) {
        return expiresAt != null && !farm.timeAtLeast().isBefore(expiresAt);
    }
}
