package vn.tuoi.cloud.timeseries.influx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.TelemetryStoreContract;

class InfluxTelemetryStoreIT extends TelemetryStoreContract {
    @TempDir
    static Path folder;

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static InfluxServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = InfluxServer.start(folder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected TelemetryStore open(InstantSource clock) {
        return new InfluxTelemetryStore(server.address("telemetry" + DATABASES.incrementAndGet()), clock);
    }

    @Test
    void saysThatItIsUnavailableWhenThePasswordIsWrong() {
        try (TelemetryStore store =
                new InfluxTelemetryStore(server.addressWithPassword("telemetry", "wrong"), InstantSource.fixed(NOON))) {
            ReadingBatch batch = new ReadingBatch();
            batch.add("farm-1", "a", "l", NOON.toEpochMilli(), 1);

            assertThatThrownBy(() -> store.write(batch))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("InfluxDB")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void saysThatItIsUnavailableWhenNobodyListens() {
        try (TelemetryStore store = new InfluxTelemetryStore(
                new InfluxAddress("http://127.0.0.1:1", "telemetry", "autogen", "u", "p", null, "-"),
                InstantSource.fixed(NOON))) {
            assertThatThrownBy(store::check).isInstanceOf(StoreUnavailable.class);
        }
    }
}
