package vn.tuoi.cloud.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import vn.tuoi.cloud.auth.Secrets;

/**
 * The web app's files, from the class path: a handful that fit in memory, read once. Names are matched before they are
 * looked up, so nothing outside the folder can be asked for. Thread-safe.
 */
final class WebFiles {
    /** Names with a hash of eight digits or more never change their content. */
    private static final Pattern HASHED = Pattern.compile(".*[.-][0-9A-Za-z]{8,}\\.(js|css)");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final String FOLDER = "/web/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json",
            "webmanifest", "application/manifest+json");

    private record File(Buffer content, String type, String etag) {}

    private final Map<String, Optional<File>> files = new ConcurrentHashMap<>();

    /** Answers with the file of the path; {@code /} is {@code index.html}. Leaves what it does not know to others. */
    void handle(RoutingContext context) {
        String path = context.normalizedPath();
        String name = path.equals("/") ? "index.html" : path.substring(1);
        Optional<File> found = NAME.matcher(name).matches() ? file(name) : Optional.empty();
        if (found.isEmpty()) {
            context.next();
            return;
        }
        File file = found.get();
        HttpServerResponse response = context.response()
                .putHeader("ETag", file.etag())
                .putHeader(
                        "Cache-Control",
                        HASHED.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache");
        if (file.etag().equals(context.request().getHeader("If-None-Match"))) {
            var unused = response.setStatusCode(304).end();
            return;
        }
        var unused = response.putHeader("Content-Type", file.type()).end(file.content());
    }

    private Optional<File> file(String name) {
        Optional<File> known = files.get(name);
        if (known != null) {
            return known;
        }
        Optional<File> loaded = load(name);
        // names that are not there are not kept: anybody could fill the memory with them
        if (loaded.isPresent()) {
            files.put(name, loaded);
        }
        return loaded;
    }

    private static Optional<File> load(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = WebFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            String etag = "\"" + Secrets.digest(bytes).substring(0, 16) + "\"";
            return Optional.of(new File(Buffer.buffer(bytes), type, etag));
        } catch (IOException e) {
            throw new IllegalStateException("the web file " + name + " cannot be read", e);
        }
    }
}
