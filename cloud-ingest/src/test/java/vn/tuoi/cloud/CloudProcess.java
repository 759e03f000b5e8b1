package vn.tuoi.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.spool.SpoolLimits;
import vn.tuoi.cloud.timeseries.influx.InfluxAddress;

/** A cloud in a process of its own with a heap of 256 MB, so that it can be killed and can run out of memory. */
final class CloudProcess implements AutoCloseable {
    private static final String NONE = "-";

    private final Process process;
    private final int mqttPort;
    private final int httpPort;

    private CloudProcess(Process process, int mqttPort, int httpPort) {
        this.process = process;
        this.mqttPort = mqttPort;
        this.httpPort = httpPort;
    }

    /**
     * What it is to work with.
     *
     * @param broker null for its own
     * @param influx null for SQLite
     */
    record Setup(
            Path folder,
            @Nullable BrokerAddress broker,
            @Nullable InfluxAddress influx,
            SpoolLimits spool) {
        static Setup in(Path folder) {
            return new Setup(
                    folder, null, null, CloudSettings.Intake.defaults(folder).spool());
        }

        Setup with(BrokerAddress external) {
            return new Setup(folder, external, influx, spool);
        }

        Setup with(InfluxAddress store) {
            return new Setup(folder, broker, store, spool);
        }

        Setup with(SpoolLimits limits) {
            return new Setup(folder, broker, influx, limits);
        }

        private List<String> arguments() {
            return List.of(
                    folder.toString(),
                    broker == null ? NONE : broker.uri(),
                    broker == null ? NONE : broker.username(),
                    broker == null ? NONE : broker.password(),
                    influx == null ? NONE : influx.url(),
                    influx == null ? NONE : String.valueOf(influx.username()),
                    influx == null ? NONE : String.valueOf(influx.password()),
                    influx == null ? NONE : influx.database(),
                    Long.toString(spool.maxBytes()),
                    Long.toString(spool.minFreeBytes()));
        }

        private static CloudSettings settings(String[] of) {
            Path folder = Path.of(of[0]);
            return RunningCloud.settings(
                    folder,
                    of[1].equals(NONE)
                            ? new CloudSettings.Broker.Embedded("127.0.0.1", 0)
                            : new CloudSettings.Broker.External(new BrokerAddress(of[1], of[2], of[3])),
                    of[4].equals(NONE) ? null : new InfluxAddress(of[4], of[7], "autogen", of[5], of[6], null, "-"),
                    new CloudSettings.Intake(
                            Duration.ofMinutes(10),
                            folder,
                            new SpoolLimits(Long.parseLong(of[8]), Duration.ofDays(3), Long.parseLong(of[9]))));
        }
    }

    /** The process's main: serves a folder and says on which ports. */
    public static void main(String[] arguments) throws Exception {
        CloudMain.installLog();
        RunningCloud cloud = RunningCloud.start(Setup.settings(arguments));
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::close));
        System.out.println(cloud.mqttPort());
        System.out.println(cloud.cloud().httpPort());
        new CountDownLatch(1).await();
    }

    static CloudProcess start(Path folder) throws IOException {
        return start(Setup.in(folder));
    }

    static CloudProcess start(Setup setup) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                CloudProcess.class.getName()));
        command.addAll(setup.arguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String mqttPort = output.readLine();
        String httpPort = output.readLine();
        if (mqttPort == null || httpPort == null) {
            throw new IOException("the cloud's process did not start; see its log above");
        }
        return new CloudProcess(process, Integer.parseInt(mqttPort), Integer.parseInt(httpPort));
    }

    /** Of its own broker; 0 when it has none. */
    int mqttPort() {
        return mqttPort;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The answer of a path that needs no session, e.g. {@code /metrics}. */
    String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The sum of a metric over its labels. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** As {@code kill -9}; returns the exit code. */
    int kill() throws InterruptedException {
        return process.destroyForcibly().waitFor();
    }

    /** As {@code kill}; returns whether it ended within five seconds. */
    boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
