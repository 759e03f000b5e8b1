package vn.tuoi.cloud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/** Debian's InfluxDB 1.6 on loopback, beside what writes to it. Thread-safe. */
final class InfluxServer implements AutoCloseable {
    static final String DATABASE = "bench";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerProcess process;
    private final String url;

    private InfluxServer(ServerProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    static InfluxServer start(Path folder, Cores cores) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Path settings = folder.resolve("influxdb.conf");
        Files.writeString(settings, """
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
                log-enabled = false
                """.formatted(ServerProcess.freePort(), folder, folder, folder, port));
        ServerProcess process = ServerProcess.start(
                "influxd", folder, cores.onServed(List.of("influxd", "-config", settings.toString())));
        InfluxServer server = new InfluxServer(process, "http://127.0.0.1:" + port);
        process.await("answering", () -> {
            server.query("CREATE DATABASE " + DATABASE);
            return true;
        });
        return server;
    }

    String url() {
        return url;
    }

    ServerProcess process() {
        return process;
    }

    private JsonNode query(String statement) throws IOException {
        return json("/query?db=" + DATABASE + "&q=" + URLEncoder.encode(statement, StandardCharsets.UTF_8));
    }

    private JsonNode json(String path) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(URI.create(url + path))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("InfluxDB answered " + response.statusCode() + " to " + path);
            }
            return StrictJson.read(response.body(), JsonNode.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while InfluxDB was asked", e);
        } catch (MalformedDocument e) {
            throw new IOException("InfluxDB's answer cannot be read", e);
        }
    }

    /** Points that the server has taken since its start, by its own count: cheap. */
    long written() throws IOException {
        long written = 0;
        for (Map.Entry<String, JsonNode> part : json("/debug/vars").properties()) {
            written += part.getKey().startsWith("httpd")
                    ? part.getValue().path("values").path("pointsWrittenOK").asLong()
                    : 0;
        }
        return written;
    }

    /** Points that a query finds. */
    long found() throws IOException {
        return query("SELECT count(\"value\") FROM \"telemetry\"")
                .path("results")
                .path(0)
                .path("series")
                .path(0)
                .path("values")
                .path(0)
                .path(1)
                .asLong();
    }

    @Override
    public void close() {
        process.close();
    }
}
