package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.plan.Zone;

/** People with phones, and the network between them and the farm. */
final class People {
    private static final String BY = "0912";
    private static final Duration ANSWER_VALID = Duration.ofMinutes(10);

    private final Schedule world;
    private final FarmProcess process;
    private final Invariants invariants;
    private final SplittableRandom random;
    /** What waits at the broker while the network is down. */
    private final List<Runnable> waiting = new ArrayList<>();

    private boolean networkDown;

    People(Schedule world, FarmProcess process, Invariants invariants, SplittableRandom random) {
        this.world = world;
        this.process = process;
        this.invariants = invariants;
        this.random = random;
    }

    void begin() {
        for (int i = random.nextInt(8); i > 0; i--) {
            world.after(random.nextLong(Schedule.DAY_MS), () -> ask(command()));
        }
    }

    void networkDown(long forMs) {
        networkDown = true;
        world.after(forMs, this::networkUp);
    }

    void networkUp() {
        networkDown = false;
        List<Runnable> arrived = List.copyOf(waiting);
        waiting.clear();
        arrived.forEach(Runnable::run);
    }

    /** Now, or when the network is back. */
    void deliver(Runnable what) {
        if (networkDown) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    private Command command() {
        Instant now = world.trueTime();
        Instant expires = now.plusSeconds(30 + random.nextInt(3_600));
        UUID id = new UUID(random.nextLong(), random.nextLong());
        List<Zone> zones = world.newestPlan().zones();
        Zone zone = zones.get(random.nextInt(zones.size()));
        String name = zone.id();
        boolean whole = random.nextBoolean();
        return switch (random.nextInt(14)) {
            case 0 -> Command.stop(id, name, now, expires, BY);
            case 1 -> Command.stopAll(id, now, expires, BY);
            case 2, 3 ->
                Command.hold(id, whole ? null : name, now.plusSeconds(random.nextInt(40_000)), now, expires, BY);
            case 4 -> Command.resume(id, whole ? null : name, now, expires, BY);
            case 5, 6 -> Command.waterLitres(id, name, 10 + random.nextInt(900), now, expires, BY);
            case 7 ->
                zone.station() == null
                        ? byHand(id, Command.Type.HAND_STARTED, zone, now, expires)
                        : reset(id, zone.station(), now, expires);
            default -> Command.waterMinutes(id, name, 0.2 + random.nextInt(90), now, expires, BY);
        };
    }

    private static Command byHand(UUID id, Command.Type type, Zone zone, Instant now, Instant expires) {
        return new Command(id, type, zone.id(), null, null, null, null, null, null, now, expires, BY);
    }

    private static Command reset(UUID id, String station, Instant now, Instant expires) {
        return new Command(
                id, Command.Type.RESET_STATION, null, null, null, null, null, null, station, now, expires, BY);
    }

    private void ask(Command command) {
        if (command.type() == Command.Type.HAND_STARTED && command.zone() != null) {
            opened(Site.zone(command.zone()));
        }
        long delayMs = random.nextInt(3_000);
        if (random.nextInt(5) == 0) {
            delayMs = random.nextLong(Duration.ofHours(2).toMillis());
            world.count(FaultKind.COMMAND_LATE);
        }
        world.after(delayMs, () -> deliver(() -> process.command(command)));
        if (random.nextInt(3) == 0) {
            world.count(FaultKind.COMMAND_REPEATED);
            world.after(
                    delayMs + random.nextLong(Duration.ofMinutes(90).toMillis()),
                    () -> deliver(() -> process.command(command)));
        }
    }

    private void opened(int zone) {
        world.field().follow(world.nowMs());
        world.field().hand(zone, true);
    }

    private void closed(int zone) {
        world.field().follow(world.nowMs());
        world.field().hand(zone, false);
        invariants.handClosed(zone);
    }

    /** A person sees a question on the phone, and acts on it sooner, later or never. */
    void questioned(String zone, FarmState.Question question) {
        if (random.nextInt(4) == 0) {
            return;
        }
        String answer = question.answers().get(random.nextInt(question.answers().size()));
        world.after(random.nextLong(Duration.ofMinutes(45).toMillis()), () -> answer(zone, question.id(), answer));
    }

    private void answer(String zone, String question, String answer) {
        FarmState.Question asked = process.asked(zone);
        if (asked == null || !asked.id().equals(question) || networkDown) {
            return; // the phone does not show it any more, or shows that there is no network
        }
        if (answer.equals("started")) {
            opened(Site.zone(zone));
        } else if (answer.equals("done")) {
            closed(Site.zone(zone));
        }
        Instant now = world.trueTime();
        process.command(new Command(
                new UUID(random.nextLong(), random.nextLong()),
                Command.Type.ASK_ANSWER,
                zone,
                null,
                null,
                null,
                question,
                answer,
                null,
                now,
                now.plus(ANSWER_VALID),
                BY));
    }
}
