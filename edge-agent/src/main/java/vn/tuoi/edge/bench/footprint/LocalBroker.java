package vn.tuoi.edge.bench.footprint;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Mosquitto over TLS on a free loopback port, with an authority made for it, and what a cloud does for one farm
 * by Mosquitto's own clients: it acknowledges whatever the farm sends. Thread-safe after the start.
 */
final class LocalBroker implements Closeable {
    private static final long START_SECONDS = 10;
    private static final long LOOK_MS = 50;
    private static final String SEQUENCE = "seq:";

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    LocalBroker(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        makeCertificates();
        Path settings = folder.resolve("mosquitto.conf");
        Files.writeString(settings, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                user %s
                cafile %s
                certfile %s
                keyfile %s
                """.formatted(
                        port,
                        System.getProperty("user.name"),
                        authority(),
                        folder.resolve("server.pem"),
                        folder.resolve("server.key")));
        start(List.of("mosquitto", "-c", settings.toString()), "mosquitto.log");
        awaitAnswer();
    }

    int port() {
        return port;
    }

    /** The certificate that the broker's own is signed by. */
    Path authority() {
        return folder.resolve("ca.pem");
    }

    private void makeCertificates() throws IOException, InterruptedException {
        Path extensions = folder.resolve("server.ext");
        Files.writeString(extensions, "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench-ca"
                + " -keyout ca.key -out ca.pem");
        run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost"
                + " -keyout server.key -out server.csr");
        run("openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext"
                + " -out server.pem");
    }

    private void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.split(" ", -1))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + Files.readString(folder.resolve("openssl.log")));
        }
    }

    private Process start(List<String> command, String log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve(log).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    close();
                    throw new IOException("mosquitto does not start; see " + folder.resolve("mosquitto.log"), e);
                }
                Thread.sleep(LOOK_MS);
            }
        }
    }

    private List<String> client(String program, String... options) {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-V",
                "5",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "--cafile",
                authority().toString()));
        command.addAll(List.of(options));
        return command;
    }

    /** Publishes once. */
    void publish(String topic, byte[] payload, boolean retained) throws IOException, InterruptedException {
        Path file = folder.resolve("message");
        Files.write(file, payload);
        List<String> command = client("mosquitto_pub", "-q", "1", "-t", topic, "-f", file.toString());
        if (retained) {
            command.add("-r");
        }
        Process process = start(command, "mosquitto_pub.log");
        if (process.waitFor() != 0) {
            throw new IOException("cannot publish; see " + folder.resolve("mosquitto_pub.log"));
        }
        processes.remove(process);
    }

    /** Acknowledges everything that comes with a sequence number below {@code root}, from now on. */
    void acknowledge(String root) throws IOException {
        Process ears = start(client("mosquitto_sub", "-q", "1", "-t", root + "#", "-F", "%P"), "mosquitto_sub.log");
        Process mouth = start(client("mosquitto_pub", "-q", "1", "-t", root + "ack", "-l"), "mosquitto_ack.log");
        Thread thread = new Thread(() -> acknowledge(ears, mouth), "acknowledge");
        thread.setDaemon(true);
        thread.start();
    }

    private static void acknowledge(Process ears, Process mouth) {
        try (BufferedReader lines = ears.inputReader(StandardCharsets.UTF_8);
                Writer acks = mouth.outputWriter(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int at = line.indexOf(SEQUENCE);
                if (at >= 0) {
                    String number = line.substring(at + SEQUENCE.length()).strip();
                    acks.write("{\"seq\":[[" + number + "," + number + "]]}\n");
                    acks.flush();
                }
            }
        } catch (IOException e) {
            // the broker is being stopped
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
