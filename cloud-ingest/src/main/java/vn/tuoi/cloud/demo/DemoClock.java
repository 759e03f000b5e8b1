package vn.tuoi.cloud.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.time.ScaledClock;

/**
 * How farm time follows real time in a demo. It is kept with the demo's data, so that farm time never goes back from one
 * start to the next, whatever the speed and however the demo ended: it runs on while the demo is away.
 *
 * @param realOrigin a real time
 * @param farmOrigin the farm time then
 * @param speed farm seconds per real second
 */
record DemoClock(
        @JsonProperty(required = true) Instant realOrigin,
        @JsonProperty(required = true) Instant farmOrigin,
        @JsonProperty(required = true) double speed) {
    /** The clock of a demo that starts now at a speed; writes it down. */
    static DemoClock start(Path file, InstantSource realClock, double speed) throws IOException {
        Instant now = realClock.instant().truncatedTo(ChronoUnit.MILLIS);
        DemoClock clock = new DemoClock(now, now, speed);
        if (Files.exists(file)) {
            try {
                Instant farmNow = StrictJson.read(Files.readAllBytes(file), DemoClock.class)
                        .over(realClock)
                        .instant();
                clock = new DemoClock(now, farmNow.isAfter(now) ? farmNow : now, speed);
            } catch (MalformedDocument e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }
        PrivateFiles.write(file, StrictJson.write(clock));
        return clock;
    }

    ScaledClock over(InstantSource realClock) {
        return new ScaledClock(realClock, realOrigin, farmOrigin, speed);
    }
}
