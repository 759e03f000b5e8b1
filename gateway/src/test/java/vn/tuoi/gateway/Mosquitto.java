package vn.tuoi.gateway;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Mosquitto on a free loopback port, in a folder of its own. */
public final class Mosquitto implements AutoCloseable {
    private final Path directory;
    private final String listener;
    private final int port;
    private Process process;

    public Mosquitto(Path directory) {
        this(directory, "");
    }

    /** @param listener more lines about its listener, e.g. of TLS */
    public Mosquitto(Path directory, String listener) {
        this.directory = directory;
        this.listener = listener;
        this.port = freePort();
        this.process = launch();
    }

    public int port() {
        return port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException("this test needs a broker: apt-get install mosquitto"));
    }

    private Process launch() {
        try {
            Path settings = directory.resolve("mosquitto.conf");
            Files.writeString(
                    settings,
                    "listener " + port + " 127.0.0.1\n" + listener
                            + "allow_anonymous true\nmax_queued_messages 100000\n" + "user root\npersistence false\n");
            Process started = new ProcessBuilder(program(), "-c", settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("mosquitto.log").toFile())
                    .start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it without a word; sessions and messages are lost. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it where it stands: connections stay and nothing is answered. */
    public void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    public void restart() {
        kill();
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }
}
