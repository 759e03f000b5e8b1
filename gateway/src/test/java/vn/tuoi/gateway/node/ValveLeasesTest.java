package vn.tuoi.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.gateway.node.ValveLeases.Lease;

final class ValveLeasesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final NodeSettings NODE =
            new NodeSettings("n", "identity", "00112233445566778899aabbccddeeff", "tea", List.of("a", "b"), null);

    private final ValveLeases leases = new ValveLeases();

    @Test
    void aValveIsClosedUnlessWishedOpen() {
        leases.open("a", Duration.ofSeconds(30), 0);
        assertThat(leases.of(NODE, 10 * SECOND)).containsExactly(new Lease("a", true, 20), new Lease("b", false, 0));
        leases.close("a");
        assertThat(leases.of(NODE, 10 * SECOND)).containsExactly(new Lease("a", false, 0), new Lease("b", false, 0));
    }

    @Test
    void noLeaseIsLongerThanTheLongestNorOutlastsTheWish() {
        leases.open("a", Duration.ofMinutes(10), 0);
        assertThat(leases.of(NODE, 0)).first().isEqualTo(new Lease("a", true, 120));
        assertThat(leases.of(NODE, 590 * SECOND + 1)).first().isEqualTo(new Lease("a", true, 10));
        assertThat(leases.of(NODE, 600 * SECOND)).first().isEqualTo(new Lease("a", false, 0));
        assertThat(leases.takeExpired(600 * SECOND)).containsExactly("a");
        assertThat(leases.open()).isEmpty();
    }

    @Test
    void aNodeClosesByItselfWhenNobodyRenews() {
        LeasedValve valve = new LeasedValve();
        assertThat(valve.take(new Lease("a", true, 20), 0)).isTrue();
        assertThat(valve.take(new Lease("a", true, 20), 10 * SECOND)).isFalse();
        assertThat(valve.expire(29 * SECOND)).isFalse();
        assertThat(valve.isOpen()).isTrue();
        assertThat(valve.expire(30 * SECOND)).isTrue();
        assertThat(valve.isOpen()).isFalse();
        assertThat(valve.expire(31 * SECOND)).isFalse();
    }
}
