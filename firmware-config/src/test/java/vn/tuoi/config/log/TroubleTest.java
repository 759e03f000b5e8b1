package vn.tuoi.config.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TroubleTest {
    private final Trouble trouble = new Trouble();

    @Test
    void isNewsWhenItBeginsThenEveryTenMinutesAndWhenItIsOver() {
        assertThat(trouble.isOver()).isFalse();
        assertThat(trouble.isNews(0)).isTrue();
        int said = 0;
        for (long ms = 1_000; ms <= 3_600_000; ms += 1_000) {
            said += trouble.isNews(ms) ? 1 : 0;
        }
        assertThat(said).isEqualTo(6);
        assertThat(trouble.isOver()).isTrue();
        assertThat(trouble.isOver()).isFalse();
    }

    @Test
    void isNewsAgainAfterItWasOver() {
        trouble.isNews(0);
        trouble.isOver();
        assertThat(trouble.isNews(1_000)).isTrue();
    }
}
