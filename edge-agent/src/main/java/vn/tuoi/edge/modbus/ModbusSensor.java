package vn.tuoi.edge.modbus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A device whose registers a map describes. Its bus reads it from the bus's own thread; {@link #sample} gives what was
 * read last, once, and never waits. Thread-safe.
 */
public final class ModbusSensor implements Sensor, ModbusBus.Polled {
    /** A result may be missed so often before the sensor is called silent. */
    private static final int PATIENCE = 3;

    private final String place;
    private final int slave;
    private final RegisterMap map;
    private final long periodMs;
    private final List<String> points = new ArrayList<>();
    private final Map<String, Double> counters = new HashMap<>();
    private List<Sample> latest = List.of();
    private boolean lasting;
    private int missed;

    /** @param place the first part of its points, e.g. {@code tea-1} */
    public ModbusSensor(String place, int slave, RegisterMap map, long periodMs) {
        this.place = place;
        this.slave = slave;
        this.map = map;
        this.periodMs = periodMs;
        map.values().forEach(value -> points.add(place + "/" + value.quantity()));
    }

    @Override
    public List<String> points() {
        return List.copyOf(points);
    }

    @Override
    public int slave() {
        return slave;
    }

    @Override
    public long periodMs() {
        return periodMs;
    }

    @Override
    public void poll(ModbusLink link) throws DeviceFailure {
        List<Sample> samples = new ArrayList<>();
        List<RegisterMap.Value> values = map.values();
        for (int i = 0; i < values.size(); ) {
            int end = endOfSpan(values, i);
            RegisterMap.Value first = values.get(i);
            RegisterMap.Value last = values.get(end - 1);
            int count = last.register() + last.type().registers() - first.register();
            int[] registers = link.readRegisters(slave, first.tableOrHolding(), first.register(), count);
            for (int j = i; j < end; j++) {
                RegisterMap.Value value = values.get(j);
                samples.add(sample(value, words(value, registers, first.register())));
            }
            i = end;
        }
        put(samples, false);
    }

    /** Values whose registers follow without a gap are one request: a device may refuse registers that it has not. */
    private static int endOfSpan(List<RegisterMap.Value> values, int from) {
        int end = from + 1;
        while (end < values.size()) {
            RegisterMap.Value before = values.get(end - 1);
            RegisterMap.Value next = values.get(end);
            if (next.tableOrHolding() != before.tableOrHolding()
                    || next.register() != before.register() + before.type().registers()) {
                break;
            }
            end++;
        }
        return end;
    }

    private static int[] words(RegisterMap.Value value, int[] registers, int first) {
        int at = value.register() - first;
        return value.type().registers() == 1 ? new int[] {registers[at]} : new int[] {registers[at], registers[at + 1]};
    }

    private Sample sample(RegisterMap.Value value, int[] words) {
        String point = place + "/" + value.quantity();
        double number = value.decode(words);
        if (value.isNone(words) || !Double.isFinite(number)) {
            return new Sample.Unavailable(point, Explanation.of("device.no_value", "slave", slave));
        }
        if (!value.isCounter()) {
            return new Sample.Measured(point, number);
        }
        Double before = counters.put(point, number);
        // less than before: it was switched off and counts anew; what came in between is not known
        return new Sample.Measured(point, before == null || number < before ? 0 : number - before);
    }

    @Override
    public void failed(Explanation reason) {
        put(Sample.unavailable(points, reason), true);
    }

    private synchronized void put(List<Sample> samples, boolean untilNext) {
        latest = samples;
        lasting = untilNext;
    }

    @Override
    public synchronized List<Sample> sample() {
        List<Sample> result = latest;
        if (!lasting) {
            latest = List.of();
        }
        missed = result.isEmpty() ? missed + 1 : 0;
        return missed < PATIENCE
                ? result
                : Sample.unavailable(points, Explanation.of("device.not_heard", "times", missed));
    }
}
