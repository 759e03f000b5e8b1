package vn.tuoi.cloud.timeseries.influx;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real {@code influxd} 1.x of the Debian package {@code influxdb}, on loopback, with authentication. */
public final class InfluxServer implements AutoCloseable {
    static final String USER = "tuoi";
    static final String PASSWORD = "a-password-of-the-test";

    private final Path folder;
    private final int port;
    private Process process;

    private InfluxServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    public static InfluxServer start(Path folder) throws IOException {
        int port = freePort();
        Path configuration = folder.resolve("influxdb.conf");
        Files.writeString(configuration, """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                dir = "%s/meta"
                [data]
                dir = "%s/data"
                wal-dir = "%s/wal"
                query-log-enabled = false
                [monitor]
                store-enabled = false
                [http]
                bind-address = "127.0.0.1:%d"
                auth-enabled = true
                log-enabled = false
                """.formatted(freePort(), folder, folder, folder, port));
        InfluxServer server = new InfluxServer(folder, port, launch(folder));
        server.awaitAnswer();
        server.query("CREATE USER " + USER + " WITH PASSWORD '" + PASSWORD + "' WITH ALL PRIVILEGES");
        return server;
    }

    private static Process launch(Path folder) throws IOException {
        try {
            return new ProcessBuilder(
                            "influxd",
                            "-config",
                            folder.resolve("influxdb.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("influxd.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new IOException("influxd is needed on the PATH: install the Debian package influxdb", e);
        }
    }

    private void awaitAnswer() {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> query("SHOW DATABASES") > 0);
    }

    /** As {@code kill -9}: connections are refused from now on. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on the same port with the same data, and returns when it answers. */
    public void startAgain() throws IOException {
        process = launch(folder);
        awaitAnswer();
    }

    /** Sends a signal, e.g. {@code STOP}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InfluxAddress address(String database) {
        return new InfluxAddress("http://127.0.0.1:" + port, database, "autogen", USER, PASSWORD, null, "-");
    }

    InfluxAddress addressWithPassword(String database, String password) {
        return new InfluxAddress("http://127.0.0.1:" + port, database, "autogen", USER, password, null, "-");
    }

    /** The answer to a statement of the administrator. */
    String ask(String statement) throws IOException, InterruptedException {
        String query = "/query?u=" + USER + "&p=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8) + "&q="
                + URLEncoder.encode(statement, StandardCharsets.UTF_8);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + query))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Sends a statement and returns the HTTP status. */
    private int query(String statement) throws IOException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/query?q="
                                            + URLEncoder.encode(statement, StandardCharsets.UTF_8)))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
