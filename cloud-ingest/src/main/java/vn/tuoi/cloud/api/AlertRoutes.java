package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.FarmHistory;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.view.Sentences;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.topic.FarmId;

/** Alarms of all the farms in one's scope. An alert's id is {@code {farm}:{alarm}}. */
final class AlertRoutes {
    private static final int DEFAULT_LIMIT = 100;

    private final Registry registry;
    private final Sentences sentences;
    private final InstantSource clock;

    /** @param clock farm time */
    AlertRoutes(Registry registry, Sentences sentences, InstantSource clock) {
        this.registry = registry;
        this.sentences = sentences;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        String alerts = Endpoint.ROOT + "/alerts";
        return List.of(
                Endpoint.get(alerts, Access.SIGNED_IN, "Alarms of one's farms, newest first.", this::list)
                        .withParameters("limit"),
                Endpoint.post(
                        alerts + "/{id}/acknowledge",
                        Access.SIGNED_IN,
                        "Note that one has seen it.",
                        204,
                        this::acknowledge));
    }

    private record Alert(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) FarmId farm,
            @JsonProperty(required = true) JsonNode alarm,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy) {}

    private record Alerts(List<Alert> items) {}

    private Answer list(Call call) throws MalformedDocument {
        int limit = call.queryInteger("limit", DEFAULT_LIMIT, 1, FarmHistory.MAX_ROWS);
        List<FarmId> scope = registry.farms().all().stream()
                .map(Farm::id)
                .filter(call.account()::sees)
                .toList();
        return Answer.ok(new Alerts(registry.history().alerts(scope, limit).stream()
                .map(found -> new Alert(
                        found.farm() + ":" + found.alarm().id(),
                        found.farm(),
                        sentences.spell(found.alarm()),
                        found.acknowledgedAt(),
                        found.acknowledgedBy()))
                .toList()));
    }

    private Answer acknowledge(Call call) {
        String id = call.path("id");
        int colon = id.indexOf(':');
        if (colon < 0 || !FarmId.isValid(id.substring(0, colon))) {
            return Answer.notFound();
        }
        FarmId farm = new FarmId(id.substring(0, colon));
        if (!call.account().sees(farm)) {
            return Answer.notFound();
        }
        return registry.history()
                .acknowledge(farm, id.substring(colon + 1), call.account().name(), clock.instant())
                .map(alarm -> Answer.nothing())
                .orElse(Answer.notFound());
    }
}
