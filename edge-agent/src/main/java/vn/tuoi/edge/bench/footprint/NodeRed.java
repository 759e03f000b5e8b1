package vn.tuoi.edge.bench.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Node-RED 4 with a flow that does a small part of what an agent does: twelve values a period to MQTT, orders back. */
final class NodeRed {
    private static final String PACKAGE = "node-red@4";
    private static final Pattern READY = Pattern.compile("Started flows");

    private final Path cache;

    /** @param cache where it is installed once, by npm */
    NodeRed(Path cache) {
        this.cache = cache;
    }

    /** Installs it when it is not there. */
    void install() throws IOException, InterruptedException {
        if (Files.exists(program())) {
            return;
        }
        Files.createDirectories(cache);
        Path log = cache.resolve("npm.log");
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--prefix",
                        cache.toString(),
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        PACKAGE)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (npm.waitFor() != 0) {
            throw new IOException("npm cannot install " + PACKAGE + "; see " + log);
        }
    }

    private Path program() {
        return cache.resolve("node_modules/node-red/red.js");
    }

    /** Starts it with the flow. */
    MeasuredProcess start(Path folder, LocalBroker broker) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("flows.json"), flow(broker));
        Files.writeString(folder.resolve("settings.js"), """
                module.exports = { uiHost: "127.0.0.1", uiPort: 0, flowFile: "flows.json", userDir: "%s",
                  logging: { console: { level: "info", metrics: false, audit: false } } };
                """.formatted(folder));
        return new MeasuredProcess(
                List.of(
                        "node",
                        program().toString(),
                        "--settings",
                        folder.resolve("settings.js").toString()),
                Map.of(),
                folder,
                READY,
                folder.resolve("node-red.log"));
    }

    private static String flow(LocalBroker broker) {
        return """
                [{"id":"tab","type":"tab","label":"farm"},
                 {"id":"tls","type":"tls-config","ca":"%s","verifyservercert":true},
                 {"id":"broker","type":"mqtt-broker","broker":"127.0.0.1","port":"%d","usetls":true,"tls":"tls","protocolVersion":"5",
                  "keepalive":"60","cleansession":true},
                 {"id":"tick","type":"inject","z":"tab","repeat":"30","once":true,"props":[{"p":"payload"}],"payloadType":"date",
                  "wires":[["read"]]},
                 {"id":"read","type":"function","z":"tab","func":"return [Array.from({length:%d},(v,i)=>({topic:`nr/zone-${i}/soil_moisture`,payload:String(0.2+Math.random()*0.1)}))];",
                  "outputs":1,"wires":[["out"]]},
                 {"id":"out","type":"mqtt out","z":"tab","qos":"1","broker":"broker","wires":[]},
                 {"id":"in","type":"mqtt in","z":"tab","topic":"nr/+/order","qos":"1","broker":"broker","wires":[["act"]]},
                 {"id":"act","type":"function","z":"tab","func":"context.set('open', msg.payload === 'open'); return null;","outputs":1,
                  "wires":[[]]}]
                """.formatted(broker.authority(), broker.port(), BenchFarm.ZONES);
    }
}
