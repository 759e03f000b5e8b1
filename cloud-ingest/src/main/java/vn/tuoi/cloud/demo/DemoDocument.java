package vn.tuoi.cloud.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.Role;
import vn.tuoi.config.topic.FarmId;

/** What {@code demo.json} says: where everything is, and the generated secrets. */
record DemoDocument(
        @JsonProperty(required = true) String http,
        @JsonProperty(required = true) Endpoint mqtt,
        @Nullable Coap coap,
        List<Person> accounts,
        List<DemoFarm> farms,
        @JsonProperty(required = true) Feeder feeder) {
    record Endpoint(
            @JsonProperty(required = true) String host,
            @JsonProperty(required = true) int port) {}

    /** A node that any CoAP client may play. */
    record Coap(
            @JsonProperty(required = true) String host,
            @JsonProperty(required = true) int port,
            @JsonProperty(required = true) FarmId farm,
            @JsonProperty(required = true) String node,
            @JsonProperty(required = true) String identity,
            @JsonProperty(required = true) String key) {}

    record Person(
            @JsonProperty(required = true) Role role,
            @JsonProperty(required = true) String phone,
            @JsonProperty(required = true) String pin,
            List<FarmId> farms) {}

    record DemoFarm(@JsonProperty(required = true) FarmId id, List<String> zones) {}

    /** A farm without an edge agent that any MQTT client may feed. */
    record Feeder(
            @JsonProperty(required = true) FarmId farm,
            @JsonProperty(required = true) String username,
            @JsonProperty(required = true) String password) {}
}
