package vn.tuoi.edge.bench.footprint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.serial.ReferenceSlaves;
import vn.tuoi.edge.serial.SerialPortLine;

/**
 * An RS-485 cable and what hangs on it: a relay board for twelve valves and a pump, nine soil probes, a water meter, a
 * level meter of the tank and a weather station. The cable is a pseudo-terminal, so that the agent's own serial library
 * and bus are what is measured. What the devices measure moves as it does outside: soil slowly with a little noise, wind
 * with every look, water with the relays. Thread-safe.
 */
final class FieldCable implements Closeable {
    static final int BAUD = 9_600;
    static final int PROBES = 9;
    static final int WATER_METER = 20;
    static final int TANK = 21;
    static final int WEATHER = 22;
    static final int RELAYS = 30;
    static final int PUMP_COIL = 12;

    private static final long START_SECONDS = 10;
    private static final long LOOK_MS = 20;
    private static final int LITRES_A_MINUTE = 24;

    private final Process socat;
    private final Path agentEnd;
    private final ReferenceSlaves slaves;
    private final long startNanos = System.nanoTime();

    FieldCable(Path folder) throws IOException, InterruptedException {
        this.agentEnd = folder.resolve("agent.tty");
        Path fieldEnd = folder.resolve("field.tty");
        this.socat = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + agentEnd, "pty,raw,echo=0,link=" + fieldEnd)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("socat.log").toFile())
                .start();
        awaitEnds(fieldEnd);
        Map<Integer, IntUnaryOperator> devices = new HashMap<>();
        for (int i = 0; i < PROBES; i++) {
            int zone = i;
            devices.put(1 + i, register -> soil(zone, register));
        }
        devices.put(WATER_METER, register -> isWatering() ? 10 * LITRES_A_MINUTE + noise(3) : 0);
        devices.put(TANK, register -> 820 - (int) minutes());
        devices.put(WEATHER, this::weather);
        devices.put(RELAYS, register -> 0);
        this.slaves =
                new ReferenceSlaves(new SerialPortLine(fieldEnd.toString(), BAUD, BusWiring.Parity.NONE), devices);
    }

    private void awaitEnds(Path fieldEnd) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!(Files.exists(agentEnd) && Files.exists(fieldEnd))) {
            if (System.nanoTime() > deadline) {
                socat.destroy();
                throw new IOException("socat makes no pseudo-terminals; see " + agentEnd.resolveSibling("socat.log"));
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /** The port of the agent. */
    Path port() {
        return agentEnd;
    }

    /** Whether the pump runs against an open valve. */
    boolean isWatering() {
        ReferenceSlaves board = slaves;
        if (!board.isOn(RELAYS, PUMP_COIL)) {
            return false;
        }
        for (int coil = 0; coil < PUMP_COIL; coil++) {
            if (board.isOn(RELAYS, coil)) {
                return true;
            }
        }
        return false;
    }

    private double minutes() {
        return (System.nanoTime() - startNanos) / 6e10;
    }

    /** Repeats itself after a minute or so, which is what noise of a sensor that is read once a minute comes to. */
    private static int noise(int most) {
        return (int) (System.nanoTime() / 1_000 % (2 * most + 1)) - most;
    }

    /** A 7-in-1 probe: the map {@code soil-7in1}. */
    private int soil(int zone, int register) {
        return switch (register) {
            case 0 -> 300 + 5 * zone - (int) (minutes() / 10) + noise(1);
            case 1 -> 245 + (int) (minutes() / 15) + noise(1);
            case 2 -> 420 + 10 * zone + noise(2);
            case 3 -> 55 + zone % 3;
            case 4 -> 32;
            case 5 -> 58;
            case 6 -> 104;
            default -> 0;
        };
    }

    /** A station of the map {@code weather-01f4}. */
    private int weather(int register) {
        return switch (register) {
            case 500 -> 22 + noise(12);
            case 503 -> 135 + noise(20);
            case 504 -> 760 - (int) (minutes() / 3) + noise(4);
            case 505 -> 268 + (int) (minutes() / 6) + noise(1);
            case 509 -> 1_004;
            default -> 0;
        };
    }

    @Override
    public void close() {
        slaves.close();
        socat.destroy();
    }
}
