package vn.tuoi.edge.bench.valvesafety;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmState;

/** What must hold of what people ask: one effect, none after the expiry, an answer always, and a hold that holds. */
final class CommandChecks {
    private final Scene scene;
    private final RelayChecks relays;
    private final Map<UUID, Command> commands = new HashMap<>();
    private final Map<UUID, Reply.State> replies = new HashMap<>();
    private final Set<String> ran = new HashSet<>();
    /** Whose answer is not to be had: the process died over them, or the outbox could not take it. */
    private final Set<UUID> lost = new HashSet<>();

    private final @Nullable Instant[] zoneHeldUntil = new Instant[Site.ZONES];
    private @Nullable Instant heldUntil;
    /** The outbox could not take an answer once: what is answered afterwards may have been overtaken. */
    private boolean answersLost;

    CommandChecks(Scene scene, RelayChecks relays) {
        this.scene = scene;
        this.relays = relays;
    }

    void received(Command command) {
        commands.putIfAbsent(command.id(), command);
        boolean opens = command.type() == Command.Type.HAND_STARTED || "started".equals(command.answer());
        if (opens && command.zone() != null) {
            relays.hand(Site.zone(command.zone()), true);
        }
    }

    @Nullable
    Command find(UUID id) {
        return commands.get(id);
    }

    /** A run of the command has started. */
    void ran(String command) {
        if (!ran.add(command)) {
            throw scene.broken("command-once", "command " + command + " started a second run");
        }
    }

    void reply(Reply reply) {
        Reply.State before = replies.put(reply.id(), reply.state());
        if (before == reply.state()) {
            return; // the answer to a repetition
        }
        if (before != null && before.isFinal() && reply.state() != Reply.State.EXPIRED) {
            throw scene.broken(
                    "command-answered", "command " + reply.id() + " was " + before + " and then " + reply.state());
        }
        Command command = commands.get(reply.id());
        if (command == null || reply.state() != Reply.State.DONE) {
            return;
        }
        boolean late = !reply.at().equals(scene.wall());
        if (command.type() == Command.Type.STOP_ALL && !late) {
            relays.stopAll(); // what was stopped some time ago may have been ordered again since
        } else if (command.type() == Command.Type.HOLD && !(late && answersLost)) {
            hold(command.zone(), command.until());
        } else if (command.type() == Command.Type.RESUME && !(late && answersLost)) {
            hold(command.zone(), null);
        }
    }

    private void hold(@Nullable String zone, @Nullable Instant until) {
        if (zone == null) {
            heldUntil = until;
        } else {
            zoneHeldUntil[Site.zone(zone)] = until;
        }
    }

    /** An answer has not reached anybody: what is held now is not known. */
    void replyLost(UUID command) {
        lost.add(command);
        answersLost = true;
        heldUntil = null;
        java.util.Arrays.fill(zoneHeldUntil, null);
    }

    void planChanged() {
        for (int i = 0; i < Site.ZONES; i++) {
            if (scene.site().zoneAt(i) == null) {
                zoneHeldUntil[i] = null;
            }
        }
    }

    /** Whether a person has said that programs do not water the zone now. */
    boolean held(int zone) {
        return scene.trusted() && (holds(heldUntil) || holds(zoneHeldUntil[zone]));
    }

    private boolean holds(@Nullable Instant until) {
        return until != null && scene.wall().isBefore(until);
    }

    /** The zone's valve opens for a run. */
    void opened(int zone, SeenRun run) {
        Command command = run.command();
        if (command != null && scene.trusted() && !scene.wall().isBefore(command.expiresAt())) {
            throw scene.broken(
                    "no-expired-open",
                    "valve-" + zone + " opened at " + scene.wall() + " by a command that expired at "
                            + command.expiresAt());
        }
        if (run.byProgram() && held(zone)) {
            throw scene.broken("hold-holds", "valve-" + zone + " opened by its program in a hold");
        }
    }

    /** The farm must report the holds that it has confirmed. */
    void reported(FarmState state) {
        boolean same = Objects.equals(ahead(heldUntil), state.holdUntil());
        for (FarmState.ZoneState zone : state.zones()) {
            same &= Objects.equals(ahead(zoneHeldUntil[Site.zone(zone.zone())]), zone.holdUntil());
        }
        if (!same) {
            throw scene.broken("report-true", "the holds reported are not those confirmed: " + state.holdUntil());
        }
    }

    private @Nullable Instant ahead(@Nullable Instant until) {
        return until != null && until.isAfter(scene.wall()) ? until : null;
    }

    void died() {
        for (UUID id : commands.keySet()) {
            if (!replies.containsKey(id)) {
                lost.add(id);
            }
        }
    }

    void end() {
        replies.forEach((id, state) -> {
            if (!state.isFinal() && !lost.contains(id)) {
                throw scene.broken("command-answered", "command " + id + " was left at " + state);
            }
        });
        commands.forEach((id, command) -> {
            if (!replies.containsKey(id) && !lost.contains(id)) {
                throw scene.broken(
                        "command-answered", Objects.requireNonNull(command).type() + " " + id + " got no answer");
            }
        });
    }
}
