package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.senml.SenmlFormat;

/** {@code tuoi bench ingest}: what it costs the cloud to take in and store what many farms send, through Mosquitto. */
@Command(
        name = "tuoi bench ingest",
        description = "Readings a second and CPU a message of 8 readings, from Debian's Mosquitto into the store.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class IngestBenchMain implements Callable<Integer> {
    @Option(names = "--farms", paramLabel = "N", description = "registered farms that send")
    private int farms = 1_000;

    @Option(names = "--zones", paramLabel = "N", description = "zones a farm, each with eight points")
    private int zones = 1;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "messages that a farm sends in a row: 1 as every minute, more as from a backlog")
    private int burst = 1;

    @Option(names = "--format", paramLabel = "FORMAT", description = "JSON or CBOR; farms send CBOR")
    private SenmlFormat format = SenmlFormat.CBOR;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second; as many as go through when it is too much")
    private double rate = 50_000;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "messages that may wait before the generator holds back")
    private long backlog = 5_000;

    @Option(names = "--warm-up", paramLabel = "S", description = "seconds before the measurement")
    private int warmUp = 8;

    @Option(names = "--seconds", paramLabel = "S", description = "length of the measurement")
    private int seconds = 8;

    @Option(names = "--influx", description = "into InfluxDB instead of SQLite")
    private boolean intoInflux;

    @Option(names = "--cloud-jvm", paramLabel = "OPTIONS", description = "given by ./tuoi")
    private String jvm = "-Xmx512m";

    public static void main(String[] arguments) {
        StderrLog.install(Level.WARNING);
        System.exit(new CommandLine(new IngestBenchMain())
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cores cores = Cores.ofThisMachine();
        cores.pinLoad();
        Figures figures = new Figures();
        try (Scratch scratch = Scratch.make();
                Mosquitto mosquitto = Mosquitto.start(scratch.folder("mosquitto"), cores)) {
            InfluxServer influx = intoInflux ? InfluxServer.start(scratch.folder("influxd"), cores) : null;
            try (Pipeline pipeline = CloudPipeline.start(
                    scratch.folder("cloud"), List.of(jvm.split(" ")), cores, mosquitto.port(), farms, influx)) {
                long mosquittoBefore = mosquitto.process().cpuMicros();
                IngestRun.Result result = IngestRun.measure(
                        pipeline,
                        mosquitto.port(),
                        new IngestRun.Load(farms, zones, burst, format, rate, backlog),
                        new IngestRun.Length(warmUp, seconds),
                        true);
                figures.add("rows", result.rowsPerSecond(), "1/s");
                figures.add("cpu_per_message", result.cpuMicros(), "us");
                figures.add("database_cpu_per_message", result.databaseMicros(), "us");
                figures.add(
                        "mosquitto_cpu_per_message",
                        (mosquitto.process().cpuMicros() - mosquittoBefore) / (double) result.sent(),
                        "us");
                figures.count("sent", result.sent(), "messages");
                figures.count("confirmed", result.confirmed(), "messages");
                figures.count("acknowledged", result.acknowledged(), "messages");
                figures.count("found", result.found(), "readings");
                figures.add("stored_p50", result.storedMicros().getValueAtPercentile(50) / 1e3, "ms");
                figures.add("stored_p99", result.storedMicros().getValueAtPercentile(99) / 1e3, "ms");
                figures.add("late_p99", result.latenessMicros().getValueAtPercentile(99) / 1e3, "ms");
            } finally {
                if (influx != null) {
                    influx.close();
                }
            }
        }
        figures.print(System.out);
        return 0;
    }
}
