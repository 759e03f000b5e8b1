package vn.tuoi.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import vn.tuoi.gateway.outbox.Drain.Allowance;

final class ByteBudgetTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T16:59:00Z"));
    private final ByteBudget budget = new ByteBudget(1_000, now::get, ZoneId.of("Asia/Ho_Chi_Minh"));

    @Test
    void theBacklogGivesWayFirstThenAllTelemetry() {
        budget.spend(799);
        assertThat(budget.allowance()).isEqualTo(Allowance.EVERYTHING);
        budget.spend(1);
        assertThat(budget.allowance()).isEqualTo(Allowance.NO_BACKLOG);
        budget.spend(200);
        assertThat(budget.allowance()).isEqualTo(Allowance.KEPT_ONLY);
    }

    @Test
    void aNewDayBeginsAtTheFarmsMidnight() {
        budget.spend(5_000);
        assertThat(budget.bytesToday()).isEqualTo(5_000);
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
        assertThat(budget.bytesToday()).isZero();
        assertThat(budget.allowance()).isEqualTo(Allowance.EVERYTHING);
    }

    @Test
    void withoutALimitEverythingGoes() {
        ByteBudget free = new ByteBudget(0, now::get, ZoneId.of("UTC"));
        free.spend(Long.MAX_VALUE / 2);
        assertThat(free.allowance()).isEqualTo(Allowance.EVERYTHING);
    }
}
