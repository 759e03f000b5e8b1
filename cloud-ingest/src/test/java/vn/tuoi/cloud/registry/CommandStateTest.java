package vn.tuoi.cloud.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandStateTest {
    @Test
    void onlyGoesOn() {
        assertThat(CommandState.SENT.mayBecome(CommandState.RUNNING)).isTrue();
        assertThat(CommandState.RUNNING.mayBecome(CommandState.RECEIVED)).isFalse();
        assertThat(CommandState.RUNNING.mayBecome(CommandState.RUNNING)).isFalse();
        assertThat(CommandState.DONE.mayBecome(CommandState.EXPIRED)).isFalse();
        assertThat(CommandState.REFUSED.mayBecome(CommandState.DONE)).isFalse();
    }

    @Test
    void believesAFarmThatActedAlthoughItsAnswerCameTooLate() {
        assertThat(CommandState.EXPIRED.mayBecome(CommandState.RUNNING)).isTrue();
        assertThat(CommandState.EXPIRED.mayBecome(CommandState.EXPIRED)).isFalse();
    }
}
