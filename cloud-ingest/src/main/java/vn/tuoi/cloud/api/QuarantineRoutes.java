package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.RefusedMessages;
import vn.tuoi.config.json.MalformedDocument;

/** What the intake refused, for the person who has to find out why a farm's readings do not arrive. */
final class QuarantineRoutes {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final RefusedMessages refusedMessages;

    QuarantineRoutes(RefusedMessages refusedMessages) {
        this.refusedMessages = refusedMessages;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                        Endpoint.ROOT + "/quarantine",
                        Access.ADMINISTRATORS,
                        "Messages that the intake refused, newest first, with the reason and the beginning of the"
                                + " payload in base64; the newest thousand of the last 30 days. after takes the next of"
                                + " the page before.",
                        this::list)
                .withParameters("farm", "reason", "limit", "after"));
    }

    private record Item(
            @JsonProperty(required = true) long id,
            @JsonProperty(required = true) String farm,
            @JsonProperty(required = true) String topic,
            @JsonProperty(required = true) Instant receivedAt,
            @JsonProperty(required = true) String reason,
            @JsonProperty(required = true) String message,
            @JsonProperty(required = true) int payloadBytes,
            @JsonProperty(required = true) String payloadBase64) {
        static Item of(RefusedMessages.Kept kept) {
            RefusedMessages.Refused refused = kept.refused();
            return new Item(
                    kept.id(),
                    refused.farm(),
                    refused.topic(),
                    Instant.ofEpochMilli(refused.receivedAtMs()),
                    refused.reason(),
                    refused.message(),
                    refused.payloadBytes(),
                    refused.payloadBase64());
        }
    }

    private record Page(List<Item> items, @Nullable String next) {}

    private Answer list(Call call) throws MalformedDocument {
        int limit = call.queryInteger("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        List<Item> items = refusedMessages.newest(call.query("farm"), call.query("reason"), below(call), limit).stream()
                .map(Item::of)
                .toList();
        String next = items.size() < limit
                ? null
                : Long.toString(items.get(items.size() - 1).id());
        return Answer.ok(new Page(items, next));
    }

    private static long below(Call call) throws MalformedDocument {
        String after = call.query("after");
        if (after == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw new MalformedDocument("after", "must be the next of the page before");
        }
    }
}
