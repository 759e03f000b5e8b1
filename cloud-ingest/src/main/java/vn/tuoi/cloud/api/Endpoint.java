package vn.tuoi.cloud.api;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.config.json.MalformedDocument;

/**
 * A route: where, for whom, what it does, and what {@code /openapi.json} says of it.
 *
 * @param path as in OpenAPI, e.g. {@code /api/v1/farms/{farm}}
 * @param summary one line for the documentation
 * @param parameters names of query parameters; others are refused
 * @param status of a success, for the documentation
 * @param answer what a success is written from, for the documentation; null where it is not told
 * @param handler runs on a worker and may block
 */
record Endpoint(
        HttpMethod method,
        String path,
        Access access,
        String summary,
        List<String> parameters,
        int status,
        @Nullable Class<?> answer,
        Handler handler) {
    static final String ROOT = "/api/v1";

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

    /** What a route does. */
    interface Handler {
        Answer handle(Call call) throws MalformedDocument, StoreUnavailable;
    }

    Endpoint {
        parameters = List.copyOf(parameters);
    }

    static Endpoint get(String path, Access access, String summary, Handler handler) {
        return new Endpoint(HttpMethod.GET, path, access, summary, List.of(), 200, null, handler);
    }

    static Endpoint put(String path, Access access, String summary, Handler handler) {
        return new Endpoint(HttpMethod.PUT, path, access, summary, List.of(), 200, null, handler);
    }

    static Endpoint post(String path, Access access, String summary, int status, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, access, summary, List.of(), status, null, handler);
    }

    static Endpoint delete(String path, Access access, String summary, int status, Handler handler) {
        return new Endpoint(HttpMethod.DELETE, path, access, summary, List.of(), status, null, handler);
    }

    Endpoint withParameters(String... names) {
        return new Endpoint(method, path, access, summary, List.of(names), status, answer, handler);
    }

    /** The same, with what its answer is written from. */
    Endpoint answering(Class<?> type) {
        return new Endpoint(method, path, access, summary, parameters, status, type, handler);
    }

    /** The path as Vert.x writes it: {@code /api/v1/farms/:farm}. */
    String vertxPath() {
        return PARAMETER.matcher(path).replaceAll(":$1");
    }

    /** Names of the parameters in the path. */
    List<String> pathParameters() {
        return PARAMETER.matcher(path).results().map(result -> result.group(1)).toList();
    }

    boolean takesBody() {
        return method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT);
    }
}
