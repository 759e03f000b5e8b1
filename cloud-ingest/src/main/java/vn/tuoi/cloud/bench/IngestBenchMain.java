package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.senml.SenmlFormat;

/**
 * {@code tuoi bench ingest}: what it costs to take in and store what many farms send, through Debian's Mosquitto. Runs
 * of different things alternate, so that what else the machine does falls on all alike.
 */
@Command(
        name = "tuoi bench ingest",
        description = "Readings a second and CPU a message of 8 readings, from Debian's Mosquitto into the store.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class IngestBenchMain implements Callable<Integer> {
    private static final int FAILED = 1;

    /** Above what any pipeline takes on one core: the backlog holds the generator back. */
    private static final double SATURATING = 60_000;

    /** What a province sends that drains the backlog of three days in an hour. */
    private static final double PROVINCE_CATCHING_UP = 16_000;

    /**
     * Of all farms together, for the cloud: what passes through it in the second or so until a farm is told, or the
     * generator waits for that. A peer tells nobody, and Node-RED came to a stop with so much waiting.
     */
    private static final long LEAST_BACKLOG = 32_000;

    /** Messages in a row of a farm that drains its backlog. */
    private static final int CATCH_UP_BURST = 16;

    /** One broken message with ten good ones. */
    private static final int POISON_EVERY = 11;

    /** The cloud's rollups come once a minute, and take some seconds. */
    private static final int A_ROUND_SECONDS = 66;

    private static final int TWO_ROUNDS_SECONDS = 130;

    private static final int A_LONG_HOUR_SECONDS = 360;

    /** With more, Node-RED is so busy that it misses its keep-alive, and takes nothing until it connects again. */
    private static final int PEER_IN_FLIGHT = 1_000;

    enum Part {
        sqlite,
        influxdb,
        peers,
        poison,
        scale
    }

    @Option(names = "--part", description = "what to measure: ${COMPLETION-CANDIDATES}; may be repeated")
    private List<Part> parts = List.of(Part.sqlite, Part.peers);

    @Option(names = "--runs", paramLabel = "N", description = "runs of each kind, in turn")
    private int runs = 3;

    @Option(names = "--farms", paramLabel = "N", description = "registered farms that send")
    private int farms = 1_000;

    @Option(names = "--rate", paramLabel = "N", description = "messages a second of the runs at a given rate")
    private double rate = 1_000;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description =
                    "messages of a farm that may wait when a run saturates, for the cloud at least 32,000 in all; a gateway's own limit is 1,024")
    private long backlog = 8;

    @Option(names = "--warm-up", paramLabel = "S", description = "seconds of load before a measurement")
    private int warmUp = 25;

    @Option(names = "--seconds", paramLabel = "S", description = "length of a measurement")
    private int seconds = 5;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} for SQLite; farms send CBOR, peers read JSON")
    private SenmlFormat format = SenmlFormat.CBOR;

    @Option(names = "--without-node-red", description = "leave out the peer that npm has to install")
    private boolean withoutNodeRed;

    @Option(names = "--peers", paramLabel = "DIR", description = "where Node-RED is installed; given by ./tuoi")
    private Path peers = Path.of("node-red");

    @Option(names = "--cloud-jvm", paramLabel = "OPTIONS", description = "given by ./tuoi")
    private String jvm = "-Xmx512m";

    private final Figures figures = new Figures();
    private final Cores cores = Cores.ofThisMachine();
    private boolean countsAgree = true;

    private IngestBenchMain() {}

    public static void main(String[] arguments) {
        StderrLog.install(Level.WARNING);
        System.exit(new CommandLine(new IngestBenchMain())
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    /** One kind of run. */
    private record Kind(
            String name, @Nullable Peer peer, boolean influx, IngestRun.Load load, IngestRun.Length length) {}

    private enum Peer {
        NODE_RED,
        BRIDGE,
        BRIDGE_OF_20
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        cores.pinLoad();
        List<Kind> kinds = kinds();
        if (kinds.stream().anyMatch(kind -> kind.peer() == Peer.NODE_RED)) {
            NodeRedPipeline.install(peers.toAbsolutePath());
        }
        Map<String, List<IngestRun.Result>> results = new LinkedHashMap<>();
        try (Scratch scratch = Scratch.make()) {
            double sink = SinkCheck.messagesPerSecond(scratch.folder("sink"), cores, jvm());
            figures.add("generator_into_nothing", sink, "messages/s");
            for (int run = 1; run <= runs; run++) {
                for (Kind kind : kinds) {
                    IngestRun.Result result = measure(scratch, kind);
                    System.err.printf(
                            Locale.ROOT,
                            "run %d: %s %.0f rows/s, %.1f us a message%n",
                            run,
                            kind.name(),
                            result.rowsPerSecond(),
                            result.cpuMicros());
                    results.computeIfAbsent(kind.name(), name -> new ArrayList<>())
                            .add(result);
                }
            }
        }
        results.forEach(this::tell);
        compare(results);
        figures.count("counts_agree", countsAgree ? 1 : 0, "(1 for yes)");
        figures.print(System.out);
        return countsAgree ? CommandLine.ExitCode.OK : FAILED;
    }

    private List<String> jvm() {
        return List.of(jvm.split(" "));
    }

    private List<Kind> kinds() {
        IngestRun.Length length = new IngestRun.Length(warmUp, seconds);
        List<Kind> kinds = new ArrayList<>();
        if (parts.contains(Part.sqlite)) {
            kinds.add(new Kind(
                    "sqlite_catch_up", null, false, load(farms, 1, CATCH_UP_BURST, format, SATURATING), length));
            kinds.add(new Kind("sqlite_live", null, false, load(farms, 1, 1, format, SATURATING), length));
            kinds.add(new Kind("sqlite_at_rate", null, false, load(farms, 1, 1, format, rate), length));
        }
        if (parts.contains(Part.influxdb)) {
            kinds.add(new Kind("influxdb_live", null, true, load(farms, 1, 1, format, SATURATING), length));
            kinds.add(new Kind("influxdb_at_rate", null, true, load(farms, 1, 1, format, rate), length));
        }
        if (parts.contains(Part.peers)) {
            kinds.add(new Kind("tuoi", null, true, load(farms, 1, 1, SenmlFormat.JSON, SATURATING), length));
            IngestRun.Load load = new IngestRun.Load(farms, 1, 1, SenmlFormat.JSON, 0, SATURATING, backlog * farms);
            if (!withoutNodeRed) {
                kinds.add(new Kind("node_red", Peer.NODE_RED, true, load, length));
            }
            kinds.add(new Kind("bridge", Peer.BRIDGE, true, load, length));
            kinds.add(new Kind("bridge_of_20", Peer.BRIDGE_OF_20, true, load, length));
        }
        if (parts.contains(Part.poison)) {
            IngestRun.Load clean = load(farms, 1, 1, format, SATURATING);
            kinds.add(new Kind("clean", null, false, clean, length));
            kinds.add(new Kind("poisoned", null, false, clean.withPoisonEvery(POISON_EVERY), length));
        }
        if (parts.contains(Part.scale)) {
            // long enough for every series to have been heard once, and for two rounds of the rollups:
            // with time for one and a part it is chance how much of them is measured
            IngestRun.Length round =
                    new IngestRun.Length(Math.max(warmUp, A_ROUND_SECONDS), Math.max(seconds, TWO_ROUNDS_SECONDS));
            // a million series need so long for an hour of theirs, which is then rolled up all at once
            IngestRun.Length longer = new IngestRun.Length(round.warmUpSeconds(), A_LONG_HOUR_SECONDS);
            // both at one rate: what a message costs depends on it, and the load reaches less with many farms
            kinds.add(new Kind("farms_1000", null, false, load(1_000, 1, 1, format, PROVINCE_CATCHING_UP), round));
            kinds.add(new Kind("farms_13300", null, false, load(13_300, 1, 1, format, PROVINCE_CATCHING_UP), round));
            kinds.add(new Kind("series_10k", null, false, load(1_250, 1, 1, format, SATURATING), round));
            kinds.add(new Kind("series_1m", null, false, load(12_500, 10, 1, format, SATURATING), longer));
        }
        return kinds;
    }

    private IngestRun.Load load(int size, int zones, int burst, SenmlFormat encoding, double perSecond) {
        return new IngestRun.Load(size, zones, burst, encoding, 0, perSecond, Math.max(LEAST_BACKLOG, backlog * size));
    }

    private IngestRun.Result measure(Scratch scratch, Kind kind) throws IOException, InterruptedException {
        int inFlight = kind.peer() == null ? Mosquitto.IN_FLIGHT : PEER_IN_FLIGHT;
        try (Mosquitto mosquitto = Mosquitto.start(scratch.folder("mosquitto"), cores, inFlight)) {
            if (!kind.influx()) {
                return measure(scratch, kind, mosquitto, null);
            }
            try (InfluxServer influx = InfluxServer.start(scratch.folder("influxd"), cores)) {
                return measure(scratch, kind, mosquitto, influx);
            }
        }
    }

    private IngestRun.Result measure(Scratch scratch, Kind kind, Mosquitto mosquitto, @Nullable InfluxServer influx)
            throws IOException, InterruptedException {
        try (Pipeline pipeline = start(scratch.folder(kind.name()), kind, mosquitto, influx)) {
            IngestRun.Result result =
                    IngestRun.measure(pipeline, mosquitto.port(), kind.load(), kind.length(), kind.peer() == null);
            if (!result.agrees(kind.peer() == null)) {
                // what a peer loses is its own affair
                countsAgree &= kind.peer() != null;
                System.err.println(kind.name() + ": the counts do not agree: " + result.counts());
            }
            return result;
        }
    }

    private Pipeline start(Path folder, Kind kind, Mosquitto mosquitto, @Nullable InfluxServer influx)
            throws IOException, InterruptedException {
        if (kind.peer() == null || influx == null) {
            return CloudPipeline.start(
                    folder, jvm(), cores, mosquitto.port(), kind.load().farms(), influx);
        }
        return switch (kind.peer()) {
            case NODE_RED -> NodeRedPipeline.start(peers.toAbsolutePath(), folder, cores, mosquitto, influx);
            case BRIDGE -> BridgePipeline.start(folder, jvm(), cores, mosquitto.port(), influx, 1);
            case BRIDGE_OF_20 -> BridgePipeline.start(folder, jvm(), cores, mosquitto.port(), influx, 20);
        };
    }

    private void tell(String name, List<IngestRun.Result> of) {
        figures.addSpread(name + "_rows", map(of, IngestRun.Result::rowsPerSecond), "1/s");
        figures.addSpread(name + "_cpu_per_message", map(of, IngestRun.Result::cpuMicros), "us");
        if (of.stream().anyMatch(result -> result.compilerMicros() > 0)) {
            figures.addSpread(
                    name + "_compiler_cpu_per_message", map(of, IngestRun.Result::compilerMicros), "us of these");
        }
        if (of.stream().anyMatch(result -> result.databaseMicros() > 0)) {
            figures.addSpread(name + "_database_cpu_per_message", map(of, IngestRun.Result::databaseMicros), "us");
        }
        if (of.stream().anyMatch(result -> result.acknowledged() > 0)) {
            figures.addSpread(
                    name + "_acknowledged_p99",
                    map(of, result -> result.storedMicros().getValueAtPercentile(99) / 1e3),
                    "ms");
        }
        figures.count(
                name + "_sent", of.stream().mapToLong(IngestRun.Result::sent).sum(), "messages");
        figures.count(
                name + "_confirmed",
                of.stream().mapToLong(IngestRun.Result::confirmed).sum(),
                "messages");
        figures.count(
                name + "_acknowledged",
                of.stream().mapToLong(IngestRun.Result::acknowledged).sum(),
                "messages");
        figures.count(
                name + "_found", of.stream().mapToLong(IngestRun.Result::found).sum(), "readings");
    }

    /** Ratios of runs that followed one another, so that both had the same machine. */
    private void compare(Map<String, List<IngestRun.Result>> results) {
        for (String peer : List.of("node_red", "bridge", "bridge_of_20")) {
            ratio(results, "tuoi", peer, "rows", IngestRun.Result::rowsPerSecond);
            ratio(results, "tuoi", peer, "rows_per_cpu_second", IngestRun.Result::rowsPerCpuSecond);
        }
        ratio(results, "poisoned", "clean", "rows", IngestRun.Result::rowsPerSecond);
        ratio(results, "farms_13300", "farms_1000", "cpu", IngestRun.Result::cpuMicros);
        ratio(results, "series_1m", "series_10k", "cpu", IngestRun.Result::cpuMicros);
    }

    private void ratio(
            Map<String, List<IngestRun.Result>> results, String one, String other, String what, Figure figure) {
        List<IngestRun.Result> ones = results.getOrDefault(one, List.of());
        List<IngestRun.Result> others = results.getOrDefault(other, List.of());
        if (ones.isEmpty() || others.isEmpty()) {
            return;
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ones.size(); i++) {
            // a peer that took nothing while it was measured has no rate to compare with
            if (others.get(i).rowsPerSecond() >= 1) {
                ratios.add(figure.of(ones.get(i)) / figure.of(others.get(i)));
            }
        }
        if (!ratios.isEmpty()) {
            figures.addSpread(what + "_" + one + "_over_" + other, ratios, "x");
        }
        figures.count(what + "_" + one + "_over_" + other + "_runs", ratios.size(), "of " + others.size());
    }

    private interface Figure {
        double of(IngestRun.Result result);
    }

    private static List<Double> map(List<IngestRun.Result> results, Figure figure) {
        return results.stream().map(figure::of).toList();
    }
}
