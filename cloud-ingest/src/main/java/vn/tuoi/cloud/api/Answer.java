package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.Problem;
import vn.tuoi.config.json.StrictJson;

/**
 * What a route answers. Refusals are RFC 9457 problem documents with a stable {@code code}.
 *
 * @param body empty for none
 */
record Answer(int status, String contentType, Map<String, String> headers, String body) {
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";

    static Answer json(int status, Object document) {
        return new Answer(status, JSON, Map.of(), new String(StrictJson.write(document), StandardCharsets.UTF_8));
    }

    static Answer ok(Object document) {
        return json(200, document);
    }

    static Answer text(String body, String contentType) {
        return new Answer(200, contentType, Map.of(), body);
    }

    static Answer nothing() {
        return new Answer(204, JSON, Map.of(), "");
    }

    /** Go on: of a route that streams. */
    static Answer goOn() {
        return new Answer(200, JSON, Map.of(), "");
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body);
    }

    /** A problem document (RFC 9457); {@code code} is for programs, {@code detail} for people. */
    private record ProblemDocument(
            @JsonProperty(required = true) String type,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) int status,
            @JsonProperty(required = true) String code,
            @JsonProperty(required = true) String detail,
            @Nullable List<FieldError> errors) {}

    private record FieldError(
            @JsonProperty(required = true) String field,
            @JsonProperty(required = true) String message) {}

    static Answer problem(int status, String code, String detail) {
        return problem(status, code, detail, null);
    }

    private static Answer problem(int status, String code, String detail, @Nullable List<FieldError> errors) {
        ProblemDocument document = new ProblemDocument("about:blank", title(status), status, code, detail, errors);
        return new Answer(
                status, PROBLEM_JSON, Map.of(), new String(StrictJson.write(document), StandardCharsets.UTF_8));
    }

    static Answer invalid(String code, List<Problem> problems) {
        String detail =
                String.join("; ", problems.stream().map(Problem::toString).toList());
        return problem(
                400,
                code,
                detail,
                problems.stream()
                        .map(problem -> new FieldError(problem.path(), problem.message()))
                        .toList());
    }

    static Answer malformed(MalformedDocument e) {
        return invalid("malformed-request", e.problems());
    }

    static Answer noSession() {
        return problem(401, "no-session", "sign in with POST /api/v1/session");
    }

    static Answer wrongRole() {
        return problem(403, "wrong-role", "your role may not do this");
    }

    static Answer notFound() {
        return problem(404, "not-found", "there is nothing here for you");
    }

    static Answer tooMany(String code, Duration retryAfter) {
        return problem(429, code, "try again in " + retryAfter.toSeconds() + " seconds")
                .with("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
