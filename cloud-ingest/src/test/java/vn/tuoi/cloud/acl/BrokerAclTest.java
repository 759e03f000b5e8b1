package vn.tuoi.cloud.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.cloud.auth.FarmCredential;
import vn.tuoi.cloud.auth.Secrets;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.config.topic.FarmId;

class BrokerAclTest {
    private static final BrokerAddress CLOUD =
            new BrokerAddress("tcp://127.0.0.1:1883", "tuoi-cloud", "cloud's secret");
    private static final Farm HILL = new Farm(new FarmId("hill"), "Hill", FarmCredential.of("hill's secret"));

    private final BrokerAcl acl = new BrokerAcl(CLOUD, List.of(HILL));

    @Test
    void spellsTheTopicsOfAFarmOutForMosquitto() {
        assertThat(acl.text(BrokerAcl.Broker.mosquitto, BrokerAcl.Content.acl)).endsWith("""
                user tuoi-cloud
                topic readwrite tuoi/v1/#

                user hill
                topic write tuoi/v1/hill/telemetry
                topic write tuoi/v1/hill/event
                topic write tuoi/v1/hill/state
                topic write tuoi/v1/hill/online
                topic write tuoi/v1/hill/reply
                topic read tuoi/v1/hill/#
                """);
    }

    @Test
    void deniesInEmqxWhatItDoesNotAllow() {
        assertThat(acl.text(BrokerAcl.Broker.emqx, BrokerAcl.Content.acl))
                .contains("{allow, {'and', [{username, \"hill\"}, {clientid, {re, \"^hill(-.*)?$\"}}]}, publish,"
                        + " [\"tuoi/v1/hill/telemetry\", \"tuoi/v1/hill/event\", \"tuoi/v1/hill/state\","
                        + " \"tuoi/v1/hill/online\", \"tuoi/v1/hill/reply\"]}.")
                .endsWith("{deny, all}.\n");
    }

    @Test
    void givesHashesAndNoPasswords() {
        String mosquitto = acl.text(BrokerAcl.Broker.mosquitto, BrokerAcl.Content.passwords);
        String emqx = acl.text(BrokerAcl.Broker.emqx, BrokerAcl.Content.passwords);

        assertThat(mosquitto + emqx).doesNotContain("secret");
        assertThat(mosquitto).contains("hill:" + HILL.credentialDigest());
        String stored = mosquitto.lines().findFirst().orElseThrow().substring("tuoi-cloud:".length());
        assertThat(FarmCredential.matches("cloud's secret".getBytes(StandardCharsets.UTF_8), stored))
                .isTrue();
        assertThat(emqx.lines()).element(2).asString().matches("hill,[0-9a-f]{128},[A-Za-z0-9_-]{12},false");
    }

    @Test
    void namesFarmsWhosePasswordNoOtherBrokerCanCheck() {
        Farm old = new Farm(new FarmId("old"), "Old", Secrets.digest("old's secret"));

        assertThat(new BrokerAcl(CLOUD, List.of(HILL, old)).unusable()).containsExactly("old");
    }
}
