package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.tuoi.config.senml.SenmlFormat;

/** What the generator can send to a broker that does nothing: were it no more than what is measured, it measured itself. */
final class SinkCheck {
    private static final int WARM_UP_SECONDS = 4;
    private static final int SECONDS = 3;
    private static final double MORE_THAN_POSSIBLE = 400_000;

    private SinkCheck() {}

    static double messagesPerSecond(Path folder, Cores cores, List<String> jvm)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        try (ServerProcess sink = ServerProcess.start(
                "sink", folder, cores.onServed(JavaCommand.of(jvm, SinkMain.class, List.of(Integer.toString(port)))))) {
            sink.await("listening", () -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            FarmMessages messages = new FarmMessages(
                    new IngestRun.Load(1_000, 1, 1, SenmlFormat.JSON, 0, MORE_THAN_POSSIBLE, Integer.MAX_VALUE),
                    System.currentTimeMillis(),
                    Integer.MAX_VALUE);
            try (LoadLoop loop = new LoadLoop(port);
                    IngestLoad load = new IngestLoad(
                            loop, messages, MORE_THAN_POSSIBLE, Integer.MAX_VALUE, Integer.MAX_VALUE, false, () -> 0)) {
                load.connect("sink", "any");
                load.start();
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                long before = load.confirmed();
                long began = System.nanoTime();
                TimeUnit.SECONDS.sleep(SECONDS);
                return (load.confirmed() - before) * 1e9 / (System.nanoTime() - began);
            }
        }
    }
}
