package vn.tuoi.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.tuoi.config.senml.Reading;

/** Remembers everything it was told. */
public final class RecordingListener implements FieldListener {
    public final List<String> plans = new CopyOnWriteArrayList<>();
    public final List<String> commands = new CopyOnWriteArrayList<>();
    public final List<String> forecasts = new CopyOnWriteArrayList<>();
    public final List<Reading> readings = new CopyOnWriteArrayList<>();
    public final List<String> valves = new CopyOnWriteArrayList<>();

    @Override
    public void planReceived(byte[] verifiedPayload) {
        plans.add(new String(verifiedPayload, StandardCharsets.UTF_8));
    }

    @Override
    public void commandReceived(byte[] verifiedPayload) {
        commands.add(new String(verifiedPayload, StandardCharsets.UTF_8));
    }

    @Override
    public void forecastReceived(byte[] payload) {
        forecasts.add(new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void nodeReadings(List<Reading> newReadings) {
        readings.addAll(newReadings);
    }

    @Override
    public void nodeValveReported(String station, boolean open, long atMs) {
        valves.add(station + (open ? " open" : " closed"));
    }
}
