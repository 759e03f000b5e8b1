package vn.tuoi.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FarmCredentialTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void matchesItsPasswordAndNoOther() {
        String stored = FarmCredential.of("a long secret");

        assertThat(FarmCredential.isPortable(stored)).isTrue();
        assertThat(FarmCredential.matches(utf8("a long secret"), stored)).isTrue();
        assertThat(FarmCredential.matches(utf8("a long secret "), stored)).isFalse();
        assertThat(FarmCredential.matches(utf8(""), stored)).isFalse();
        assertThat(FarmCredential.of("a long secret")).as("another salt").isNotEqualTo(stored);
    }

    /** A line of mosquitto_passwd 2.0.11. */
    @Test
    void readsWhatMosquittoPasswdWrote() {
        String stored =
                "$7$101$ANIEsTHoMvZcsomU$G3jSuZl+mR0VCsBRV0NJH5MUo7FEUtkVcEDQRLx76taJIsQWb5n9PzhStPaa+Ca9sUolnBGLyQ+ygy54tUbKIA==";

        assertThat(FarmCredential.matches(utf8("hill's secret"), stored)).isTrue();
        assertThat(FarmCredential.matches(utf8("another secret"), stored)).isFalse();
    }

    @Test
    void matchesWhatWasStoredBefore() {
        assertThat(FarmCredential.matches(utf8("secret"), Secrets.digest("secret")))
                .isTrue();
        assertThat(FarmCredential.isPortable(Secrets.digest("secret"))).isFalse();
    }
}
