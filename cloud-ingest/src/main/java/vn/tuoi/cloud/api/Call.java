package vn.tuoi.cloud.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/** One request, taken apart and free of Vert.x, so that routes can run on a worker. Immutable. */
final class Call {
    private final String method;
    private final Map<String, String> path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final String address;
    private final @Nullable Account account;
    private final @Nullable String secret;
    private final @Nullable Farm farm;

    /** The parts that come from the wire; {@code method} with the route's path, header names in lower case. */
    record Wire(
            String method,
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            String address) {}

    Call(Wire wire, byte[] body, @Nullable Account account, @Nullable String secret, @Nullable Farm farm) {
        this.method = wire.method();
        this.path = wire.path();
        this.query = wire.query();
        this.headers = wire.headers();
        this.address = wire.address();
        this.body = body;
        this.account = account;
        this.secret = secret;
        this.farm = farm;
    }

    /** Who asks; only for routes that are not open. */
    Account account() {
        if (account == null) {
            throw new IllegalStateException("an open route asks who calls");
        }
        return account;
    }

    /** The session or token that was presented. */
    Optional<String> secret() {
        return Optional.ofNullable(secret);
    }

    /** The farm in the path, which is in the caller's scope; only for routes below {@code /farms/{farm}}. */
    Farm farm() {
        if (farm == null) {
            throw new IllegalStateException("a route without {farm} asks for it");
        }
        return farm;
    }

    String address() {
        return address;
    }

    /** A part of the path, e.g. {@code zone}. */
    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    @Nullable
    String query(String name) {
        return query.get(name);
    }

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** What is asked, so that two requests can be told apart: path and body. */
    String fingerprint() {
        return new TreeMap<>(path) + " " + method + " " + new String(body, StandardCharsets.UTF_8);
    }

    <T> T body(Class<T> type) throws MalformedDocument {
        if (body.length == 0) {
            throw new MalformedDocument("", "a JSON body is required");
        }
        return StrictJson.read(body, type);
    }

    int queryInteger(String name, int fallback, int least, int most) throws MalformedDocument {
        String text = query.get(name);
        if (text == null) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new MalformedDocument(name, "must be a whole number from " + least + " to " + most);
    }

    Instant queryInstant(String name, Instant fallback) throws MalformedDocument {
        String text = query.get(name);
        if (text == null) {
            return fallback;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedDocument(name, "must be an ISO-8601 time in UTC, e.g. 2026-11-24T06:00:00Z");
        }
    }

    /** The version in {@code If-Match}; null when the header is absent or {@code *}. */
    @Nullable
    Long ifMatch() throws MalformedDocument {
        String text = headers.get("if-match");
        if (text == null || text.equals("*")) {
            return null;
        }
        try {
            return Long.valueOf(text.replace("\"", ""));
        } catch (NumberFormatException e) {
            throw new MalformedDocument("If-Match", "must be an ETag that GET gave, not " + text);
        }
    }
}
