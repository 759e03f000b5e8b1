package vn.tuoi.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeRegistryTest {
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final String OTHER_KEY = "ff112233445566778899aabbccddeeff";

    private static NodeSettings node(String id, String key, String... stations) {
        return new NodeSettings(id, "identity-" + id, key, null, List.of(stations), null);
    }

    @Test
    void replacingNamesTheNodesWhoseConnectionsMustEnd() {
        NodeRegistry registry = new NodeRegistry();
        registry.replace(List.of(node("a", KEY), node("b", KEY), node("c", KEY)));
        assertThat(registry.replace(List.of(node("a", KEY.toUpperCase(Locale.ROOT)), node("b", OTHER_KEY))))
                .extracting(NodeSettings::node)
                .containsExactlyInAnyOrder("b", "c");
        assertThat(registry.byIdentity("identity-c")).isNull();
        assertThat(registry.nodes()).hasSize(2);
    }

    @Test
    void twoNodesMayNotShareAnIdAnIdentityOrAStation() {
        assertThat(NodeRegistry.problems(List.of(node("a", KEY, "v"), node("a", KEY), node("b", KEY, "v"))))
                .containsExactly(
                        "node \"a\" is there twice; give each node a name of its own",
                        "identity \"identity-a\" of node \"a\" is taken by node \"a\"",
                        "station \"v\" of node \"b\" is taken by node \"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0011223344556677", "zz112233445566778899aabbccddeeff"})
    void aKeyMustBeLongEnoughHex(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> node("a", key)).withMessageContaining("key of a");
    }

    @Test
    void aNodeNeverShowsItsKey() {
        assertThat(node("a", KEY)).asString().doesNotContain(KEY);
    }
}
