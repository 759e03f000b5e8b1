package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@link BridgeMain} between broker and InfluxDB. Thread-safe. */
final class BridgePipeline implements Pipeline {
    private final ServerProcess process;
    private final InfluxServer influx;

    private BridgePipeline(ServerProcess process, InfluxServer influx) {
        this.process = process;
        this.influx = influx;
    }

    static BridgePipeline start(
            Path folder, List<String> jvm, Cores cores, int mqttPort, InfluxServer influx, int perWrite)
            throws IOException, InterruptedException {
        ServerProcess process = ServerProcess.start(
                "bridge",
                folder,
                cores.onServed(JavaCommand.of(
                        jvm,
                        BridgeMain.class,
                        List.of(
                                Integer.toString(mqttPort),
                                influx.url(),
                                InfluxServer.DATABASE,
                                Integer.toString(perWrite)))));
        process.await(
                "subscribing",
                () -> Files.readString(folder.resolve("bridge.log")).contains("ready"));
        return new BridgePipeline(process, influx);
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
