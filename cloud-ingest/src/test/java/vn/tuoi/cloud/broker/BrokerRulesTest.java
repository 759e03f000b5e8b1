package vn.tuoi.cloud.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.cloud.auth.Secrets;

class BrokerRulesTest {
    private static final byte[] PASSWORD = "secret".getBytes(StandardCharsets.UTF_8);

    private final BrokerRules rules = new BrokerRules(
            Map.of("hill", Secrets.digest("secret"), "hill-1", Secrets.digest("secret"))::get, "cloud secret");

    @Test
    void letsAFarmInUnderItsOwnNameAndNamesThatBeginWithIt() {
        assertThat(rules.authenticate("hill", "hill", PASSWORD)).isTrue();
        assertThat(rules.authenticate("hill-edge", "hill", PASSWORD)).isTrue();
        assertThat(rules.authenticate("hill-1-edge", "hill-1", PASSWORD)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hilly", "other", "hill.edge", "hill/edge", "hill edge", "-hill"})
    void refusesClientIdsOfNobodyOrSomebodyElse(String clientId) {
        assertThat(rules.authenticate(clientId, "hill", PASSWORD)).isFalse();
    }

    @Test
    void doesNotLetAFarmTakeOverTheSessionOfAFarmWithALongerName() {
        assertThat(rules.authenticate("hill-1", "hill", PASSWORD)).isFalse();
        assertThat(rules.authenticate("hill-1-edge", "hill", PASSWORD)).isFalse();
        assertThat(rules.authenticate("hill-12", "hill", PASSWORD)).isTrue();
    }

    @Test
    void refusesAWrongPasswordAndUnknownFarms() {
        assertThat(rules.authenticate("hill", "hill", "wrong".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(rules.authenticate("nobody", "nobody", PASSWORD)).isFalse();
        assertThat(rules.authenticate("_cloud-1", "_cloud", PASSWORD)).isFalse();
    }

    @Test
    void failsWhenTheRegisterFails() {
        BrokerRules broken = new BrokerRules(
                farm -> {
                    throw new IllegalStateException("down");
                },
                "s");
        // the adapter takes an exception for a no
        assertThatThrownBy(() -> broken.authenticate("hill", "hill", PASSWORD)).hasMessage("down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"telemetry", "event", "state", "online", "reply"})
    void letsAFarmPublishItsUplink(String leaf) {
        assertThat(rules.mayPublish("hill", "tuoi/v1/hill/" + leaf)).isTrue();
        assertThat(rules.mayPublish("hill", "tuoi/v1/hill-1/" + leaf)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tuoi/v1/hill/plan",
                "tuoi/v1/hill/command",
                "tuoi/v1/hill/ack",
                "tuoi/v1/hill/forecast",
                "tuoi/v1/hill/telemetry/more",
                "tuoi/v1/hill/",
                "tuoi/v1/hill",
                "tuoi/v2/hill/telemetry",
                "other"
            })
    void letsAFarmPublishNothingElse(String topic) {
        assertThat(rules.mayPublish("hill", topic)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+/+/+/+", "tuoi/v1/+/plan", "tuoi/v1/hill-1/plan", "tuoi/#", "tuoi/v1/hill"})
    void letsAFarmReadNothingButItsOwnRoot(String filter) {
        assertThat(rules.maySubscribe("hill", filter)).isFalse();
    }

    @Test
    void letsAFarmReadItsOwnRoot() {
        assertThat(rules.maySubscribe("hill", "tuoi/v1/hill/#")).isTrue();
        assertThat(rules.maySubscribe("hill", "tuoi/v1/hill/plan")).isTrue();
    }
}
