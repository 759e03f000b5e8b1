package vn.tuoi.cloud;

import java.time.InstantSource;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.influx.InfluxAddress;
import vn.tuoi.cloud.timeseries.influx.InfluxTelemetryStore;
import vn.tuoi.cloud.timeseries.sqlite.SqliteTelemetryStore;

/** The telemetry store of a cloud's settings. */
final class TelemetryStores {
    private TelemetryStores() {}

    /** What tells it from others. */
    static String name(CloudSettings settings) {
        InfluxAddress influx = settings.telemetry().influx();
        return influx == null ? settings.dataDir().toAbsolutePath().normalize().toString() : influx.toString();
    }

    /**
     * Opens it; the data folder must exist and be this process's.
     *
     * @param clock the farms' time
     */
    static TelemetryStore open(CloudSettings settings, InstantSource clock) throws StoreUnavailable {
        CloudSettings.Telemetry telemetry = settings.telemetry();
        InfluxAddress influx = telemetry.influx();
        return influx == null
                ? SqliteTelemetryStore.open(settings.dataDir().resolve("telemetry.db"), telemetry.retention(), clock)
                : InfluxTelemetryStore.open(
                        influx, telemetry.retention(), settings.dataDir().resolve("rollups.db"), clock);
    }
}
