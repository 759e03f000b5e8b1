package vn.tuoi.edge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockTrustTest {
    private static final Instant NOW = Instant.parse("2026-11-25T06:00:00Z");

    @TempDir
    Path folder;

    private ClockTrust.Evidence evidence;
    private Instant now = NOW;
    private boolean kernel;

    @BeforeEach
    void noEvidence() {
        evidence = new ClockTrust.Evidence(folder.resolve("synchronized"), folder.resolve("rtc0"));
    }

    private boolean isTrusted() {
        return new ClockTrust(evidence, () -> kernel, folder.resolve("data"), () -> now).getAsBoolean();
    }

    private void battery(Instant shows, boolean wasSetFromIt) throws IOException {
        Files.createDirectories(folder.resolve("rtc0"));
        Files.writeString(folder.resolve("rtc0/hctosys"), wasSetFromIt ? "1\n" : "0\n");
        Files.writeString(folder.resolve("rtc0/since_epoch"), shows.getEpochSecond() + "\n");
    }

    @Test
    void aClockThatNothingSpeaksForIsNotTrusted() {
        assertThat(isTrusted()).isFalse();
        assertThat(folder.resolve("data/clock")).doesNotExist();
    }

    @Test
    void aTimeServiceIsBelieved() throws IOException {
        Files.createFile(evidence.timesync());
        assertThat(isTrusted()).isTrue();
    }

    @Test
    void theKernelsWordIsBelieved() {
        kernel = true;
        assertThat(isTrusted()).isTrue();
    }

    @Test
    void aBatteryClockThatTheSystemWasSetFromIsBelieved() throws IOException {
        battery(NOW.plusSeconds(2), true);
        assertThat(isTrusted()).isTrue();
    }

    @Test
    void aBatteryClockThatTheSystemWasNotSetFromIsNot() throws IOException {
        battery(NOW, false);
        assertThat(isTrusted()).isFalse();
    }

    @Test
    void aBatteryClockThatShowsAnotherTimeIsNot() throws IOException {
        battery(NOW.minusSeconds(120), true);
        assertThat(isTrusted()).isFalse();
    }

    @Test
    void anEmptyBatteryIsFoundOutByTheLastKnownTime() throws IOException {
        kernel = true;
        assertThat(isTrusted()).isTrue();
        assertThat(folder.resolve("data/clock")).hasContent(Long.toString(NOW.getEpochSecond()));

        kernel = false;
        now = Instant.parse("2000-01-01T00:00:10Z");
        battery(now, true);
        assertThat(isTrusted()).isFalse();
        now = NOW.plusSeconds(1);
        battery(now, true);
        assertThat(isTrusted()).isTrue();
    }

    @Test
    void aLastKnownTimeThatIsGarbageStopsNothing() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("data/clock"), new byte[] {0, -1, 'x'});
        battery(NOW, true);
        assertThat(isTrusted()).isTrue();
    }

    @Test
    void garbageOfABatteryClockIsNoTime() throws IOException {
        battery(NOW, true);
        Files.writeString(folder.resolve("rtc0/since_epoch"), "soon");
        assertThat(isTrusted()).isFalse();
    }
}
