package vn.tuoi.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PinHashTest {
    @Test
    void matchesItsPinAndNoOther() {
        String hash = PinHash.of("246810");

        assertThat(hash).startsWith("pbkdf2-sha512$210000$").doesNotContain("246810");
        assertThat(PinHash.matches("246810", hash)).isTrue();
        assertThat(PinHash.matches("246811", hash)).isFalse();
    }

    @Test
    void isSaltedAnew() {
        assertThat(PinHash.of("1")).isNotEqualTo(PinHash.of("1"));
    }
}
