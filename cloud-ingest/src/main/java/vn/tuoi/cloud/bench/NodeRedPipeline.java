package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.tuoi.config.json.StrictJson;

/**
 * Node-RED 4 with its InfluxDB node, as a user would put it together: subscribe at QoS 1, parse JSON, turn a pack into
 * points in a function, write them as a batch. Node-RED acknowledges a message when it arrives, before it is stored.
 * Thread-safe.
 */
final class NodeRedPipeline implements Pipeline {
    private static final int INSTALL_MINUTES = 10;

    private static final String FUNCTION = """
            let base = '', time = 0;
            const points = [];
            for (const item of msg.payload) {
                if (item.bn !== undefined) base = item.bn;
                if (item.bt !== undefined) time = item.bt;
                const name = base + (item.n || ''), slash = name.indexOf('/');
                points.push({
                    measurement: 'telemetry',
                    tags: { farm: name.slice(0, slash), point: name.slice(slash + 1) },
                    fields: { value: item.v !== undefined ? item.v : (item.vb ? 1 : 0) },
                    timestamp: new Date(Math.round((time + (item.t || 0)) * 1000)),
                });
            }
            msg.payload = points;
            return msg;
            """;

    private final ServerProcess process;
    private final InfluxServer influx;

    private NodeRedPipeline(ServerProcess process, InfluxServer influx) {
        this.process = process;
        this.influx = influx;
    }

    /** Installs it into a folder by npm, unless it is there. */
    static void install(Path folder) throws IOException, InterruptedException {
        if (Files.exists(folder.resolve("node_modules/node-red/red.js"))) {
            return;
        }
        Files.createDirectories(folder);
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--omit=dev",
                        "--prefix",
                        folder.toString(),
                        "node-red@4",
                        "node-red-contrib-influxdb@0.7")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException(
                    "npm could not install Node-RED into " + folder + "; leave it out with --without-node-red");
        }
    }

    static NodeRedPipeline start(Path installed, Path folder, Cores cores, Mosquitto mosquitto, InfluxServer influx)
            throws IOException, InterruptedException {
        URI database = URI.create(influx.url());
        Files.writeString(
                folder.resolve("settings.js"),
                "module.exports = { uiHost: '127.0.0.1', uiPort: " + ServerProcess.freePort()
                        + ", httpAdminRoot: false, httpNodeRoot: false, flowFile: 'flows.json', nodesDir: '"
                        + installed.resolve("node_modules/node-red-contrib-influxdb")
                        + "', logging: { console: { level: 'info' } } };\n");
        Files.write(folder.resolve("flows.json"), StrictJson.write(flow(mosquitto.port(), database)));
        ServerProcess process = ServerProcess.start(
                "node-red",
                folder,
                cores.onServed(List.of(
                        "node",
                        installed.resolve("node_modules/node-red/red.js").toString(),
                        "--userDir",
                        folder.toString(),
                        "--settings",
                        folder.resolve("settings.js").toString())));
        process.await(
                "connecting",
                () -> Files.readString(folder.resolve("node-red.log")).contains("Connected to broker"));
        // it logs the connection and subscribes then
        TimeUnit.SECONDS.sleep(1);
        return new NodeRedPipeline(process, influx);
    }

    private static List<Map<String, Object>> flow(int mqttPort, URI database) {
        return List.of(
                Map.of("id", "tab", "type", "tab", "label", "telemetry"),
                Map.of(
                        "id", "broker",
                        "type", "mqtt-broker",
                        "broker", "127.0.0.1",
                        "port", Integer.toString(mqttPort),
                        "clientid", "node-red",
                        "autoConnect", true,
                        "protocolVersion", "5",
                        "keepalive", "60",
                        "cleansession", true),
                Map.of(
                        "id", "in",
                        "type", "mqtt in",
                        "z", "tab",
                        "topic", "tuoi/v1/+/telemetry",
                        "qos", "1",
                        "datatype", "json",
                        "broker", "broker",
                        "inputs", 0,
                        "wires", List.of(List.of("points"))),
                Map.of(
                        "id",
                        "points",
                        "type",
                        "function",
                        "z",
                        "tab",
                        "func",
                        FUNCTION,
                        "outputs",
                        1,
                        "wires",
                        List.of(List.of("out"))),
                Map.of(
                        "id",
                        "database",
                        "type",
                        "influxdb",
                        "hostname",
                        database.getHost(),
                        "port",
                        Integer.toString(database.getPort()),
                        "protocol",
                        "http",
                        "database",
                        InfluxServer.DATABASE,
                        "usetls",
                        false,
                        "influxdbVersion",
                        "1.x"),
                Map.of(
                        "id", "out",
                        "type", "influxdb batch",
                        "z", "tab",
                        "influxdb", "database",
                        "precision", "ms",
                        "retentionPolicy", ""));
    }

    @Override
    public List<ServerProcess> processes() {
        return List.of(process);
    }

    @Override
    public List<ServerProcess> databases() {
        return List.of(influx.process());
    }

    @Override
    public long stored() throws IOException {
        return influx.written();
    }

    @Override
    public long found() throws IOException {
        return influx.found();
    }

    @Override
    public void close() {
        process.close();
    }
}
