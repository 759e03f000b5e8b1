package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.auth.Secrets;
import vn.tuoi.cloud.command.CommandDesk;
import vn.tuoi.cloud.registry.Commands;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.view.CommandView;
import vn.tuoi.cloud.view.Sentences;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.plan.Zone;

/** Orders that move water, and what became of them. */
final class WaterRoutes {
    private static final int MAX_KEY_LENGTH = 100;
    private static final Duration LONGEST_HOLD = Duration.ofDays(60);

    private final Registry registry;
    private final CommandDesk desk;
    private final Sentences sentences;
    private final InstantSource clock;

    /** @param clock farm time */
    WaterRoutes(Registry registry, CommandDesk desk, Sentences sentences, InstantSource clock) {
        this.registry = registry;
        this.desk = desk;
        this.sentences = sentences;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        String farm = Endpoint.ROOT + "/farms/{farm}";
        String runs = farm + "/zones/{zone}/runs";
        return List.of(
                Endpoint.post(
                        runs,
                        Access.WATERERS,
                        "Water a zone for minutes or litres, exactly one of them.",
                        202,
                        this::water),
                Endpoint.delete(
                        runs + "/current", Access.WATERERS, "Stop what runs or waits on a zone.", 202, this::stop),
                Endpoint.post(farm + "/stop", Access.WATERERS, "Stop everything on the farm.", 202, this::stopAll),
                Endpoint.post(
                        farm + "/hold",
                        Access.WATERERS,
                        "Start nothing by itself until a time, on the farm or on one zone.",
                        202,
                        this::hold),
                Endpoint.delete(farm + "/hold", Access.WATERERS, "End the farm's hold.", 202, this::resume),
                Endpoint.get(farm + "/commands/{id}", Access.SIGNED_IN, "How far a command has come.", this::command));
    }

    private record WaterRequest(
            @Nullable Double minutes, @Nullable Double litres) {}

    private record HoldRequest(
            @JsonProperty(required = true) Instant until,
            @Nullable String zone) {}

    private record Issued(@JsonProperty(required = true) UUID commandId) {}

    private Answer water(Call call) throws MalformedDocument {
        WaterRequest request = call.body(WaterRequest.class);
        Double minutes = request.minutes();
        Double litres = request.litres();
        if ((minutes == null) == (litres == null)) {
            throw new MalformedDocument("minutes", "needs exactly one of minutes and litres");
        }
        Optional<Zone> zone = zone(call, call.path("zone"));
        if (zone.isEmpty()) {
            return Answer.notFound();
        }
        if (minutes != null && !(minutes > 0 && minutes <= zone.get().maxMinutes())) {
            throw new MalformedDocument(
                    "minutes", "must be above 0 and at most " + zone.get().maxMinutes() + ", the limit of the zone");
        }
        if (litres != null && !(litres > 0 && litres <= 1_000_000)) {
            throw new MalformedDocument("litres", "must be above 0 and at most 1000000");
        }
        String by = call.account().name();
        String id = zone.get().id();
        return issue(
                call,
                (command, issued, expires) -> minutes != null
                        ? Command.waterMinutes(command, id, minutes, issued, expires, by)
                        : Command.waterLitres(command, id, litres == null ? 0 : litres, issued, expires, by));
    }

    private Answer stop(Call call) throws MalformedDocument {
        Optional<Zone> zone = zone(call, call.path("zone"));
        if (zone.isEmpty()) {
            return Answer.notFound();
        }
        String by = call.account().name();
        return issue(call, (id, issued, expires) -> Command.stop(id, zone.get().id(), issued, expires, by));
    }

    private Answer stopAll(Call call) throws MalformedDocument {
        String by = call.account().name();
        return issue(call, (id, issued, expires) -> Command.stopAll(id, issued, expires, by));
    }

    private Answer hold(Call call) throws MalformedDocument {
        HoldRequest request = call.body(HoldRequest.class);
        Instant now = clock.instant();
        if (!request.until().isAfter(now) || request.until().isAfter(now.plus(LONGEST_HOLD))) {
            throw new MalformedDocument(
                    "until", "must be in the future and at most " + LONGEST_HOLD.toDays() + " days ahead");
        }
        String zone = request.zone();
        if (zone != null && zone(call, zone).isEmpty()) {
            throw new MalformedDocument("zone", "\"" + zone + "\" is not a zone of the farm");
        }
        String by = call.account().name();
        return issue(call, (id, issued, expires) -> Command.hold(id, zone, request.until(), issued, expires, by));
    }

    private Answer resume(Call call) throws MalformedDocument {
        String by = call.account().name();
        return issue(call, (id, issued, expires) -> Command.resume(id, null, issued, expires, by));
    }

    private Answer command(Call call) {
        UUID id;
        try {
            id = UUID.fromString(call.path("id"));
        } catch (IllegalArgumentException e) {
            return Answer.notFound();
        }
        return registry.commands()
                .find(call.farm().id(), id)
                .map(found -> Answer.ok(CommandView.of(found, sentences)))
                .orElse(Answer.notFound());
    }

    private Optional<Zone> zone(Call call, String id) {
        return registry.plans().current(call.farm().id()).flatMap(plan -> plan.zone(id));
    }

    private Answer issue(Call call, CommandDesk.Order order) throws MalformedDocument {
        String name = call.header("idempotency-key");
        if (name != null && (name.isBlank() || name.length() > MAX_KEY_LENGTH)) {
            throw new MalformedDocument("Idempotency-Key", "must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        Commands.Key key =
                name == null ? null : new Commands.Key(call.account().id(), name, Secrets.digest(call.fingerprint()));
        CommandDesk.Outcome outcome = desk.issue(call.farm().id(), order, key);
        if (outcome instanceof CommandDesk.Outcome.Accepted accepted) {
            return Answer.json(202, new Issued(accepted.id()));
        }
        return Answer.problem(409, "key-already-used", "this Idempotency-Key was used for another request");
    }
}
