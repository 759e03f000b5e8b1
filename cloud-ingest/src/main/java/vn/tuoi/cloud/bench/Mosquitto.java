package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's Mosquitto on loopback, open to everybody there, with room for whatever waits: the broker beside the load. */
final class Mosquitto implements AutoCloseable {
    private final ServerProcess process;
    private final int port;

    /** What the cloud's guide sets. */
    static final int IN_FLIGHT = 4_000;

    private Mosquitto(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param inFlight messages that it may have sent a client and not seen acknowledged
     */
    static Mosquitto start(Path folder, Cores cores, int inFlight) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Path settings = folder.resolve("mosquitto.conf");
        Files.writeString(settings, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                max_queued_messages 0
                max_inflight_messages %d
                set_tcp_nodelay true
                log_type error
                """.formatted(port, inFlight));
        ServerProcess process =
                ServerProcess.start("mosquitto", folder, cores.onLoad(List.of("mosquitto", "-c", settings.toString())));
        Mosquitto mosquitto = new Mosquitto(process, port);
        process.await("listening for MQTT", () -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return mosquitto;
    }

    int port() {
        return port;
    }

    ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
