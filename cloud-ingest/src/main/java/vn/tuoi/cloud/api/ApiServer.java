package vn.tuoi.cloud.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.config.json.MalformedDocument;

/** The HTTP server: takes requests apart on the event loop, answers them on a bounded pool of workers. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int WORKERS = 8;

    /** Requests under way or waiting; more are told to come back. */
    private static final int MAX_UNDER_WAY = 400;

    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int IDLE_SECONDS = 60;
    private static final int STOP_TIMEOUT_SECONDS = 3;
    private static final String BEARER = "Bearer ";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Gatekeeper gatekeeper;
    private final LiveRoute live;
    private final HttpServer server;

    /** Where to listen; port 0 takes any free one. */
    public record Address(String host, int port) {}

    private ApiServer(Vertx vertx, Routes routes) {
        this.vertx = vertx;
        this.workers = vertx.createSharedWorkerExecutor("api", WORKERS);
        this.gatekeeper = routes.gatekeeper();
        this.live = new LiveRoute(vertx, routes.feed());
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setCompressionSupported(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(4 * 1024));
        this.server.requestHandler(router(routes.endpoints()));
    }

    /**
     * Starts to serve.
     *
     * @throws java.io.IOException when it cannot listen there
     */
    public static ApiServer start(Vertx vertx, Routes routes, Address address) throws java.io.IOException {
        ApiServer api = new ApiServer(vertx, routes);
        try {
            var unused = api.server
                    .listen(address.port(), address.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (java.util.concurrent.CompletionException e) {
            api.close();
            throw new java.io.IOException(
                    "cannot listen for HTTP on " + address.host() + ":" + address.port() + ": is the port in use?", e);
        }
        return api;
    }

    public int port() {
        return server.actualPort();
    }

    private Router router(List<Endpoint> endpoints) {
        Router router = Router.router(vertx);
        router.route().handler(ApiServer::secure);
        router.route(Endpoint.ROOT + "/*").handler(this::sameOrigin);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        for (Endpoint endpoint : endpoints) {
            router.route(endpoint.method(), endpoint.vertxPath()).handler(context -> serve(context, endpoint));
        }
        WebFiles files = new WebFiles();
        router.get("/*").handler(files::handle);
        router.errorHandler(404, context -> send(context, Answer.notFound()));
        router.errorHandler(405, context -> send(context, Answer.problem(405, "wrong-method", "not for this path")));
        router.errorHandler(
                413,
                context -> send(context, Answer.problem(413, "too-large", "at most " + MAX_BODY_BYTES + " bytes")));
        router.errorHandler(400, context -> send(context, Answer.problem(400, "malformed-request", "not valid HTTP")));
        router.errorHandler(500, context -> {
            LOG.error("{} {}", context.request().method(), context.request().path(), context.failure());
            send(context, Answer.problem(500, "failed", "this failed here, not at your side"));
        });
        return router;
    }

    private static void secure(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        context.next();
    }

    /** Beside SameSite=Strict: a browser that says that another site made the request is believed. */
    private void sameOrigin(RoutingContext context) {
        String site = context.request().getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            send(context, Answer.problem(403, "foreign-site", "another site may not use this API"));
            return;
        }
        context.next();
    }

    private void serve(RoutingContext context, Endpoint endpoint) {
        Buffer body = context.body().buffer();
        if (body != null && body.length() > 0 && !isJson(context)) {
            send(context, Answer.problem(415, "not-json", "send Content-Type: application/json"));
            return;
        }
        if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
            underWay.decrementAndGet();
            send(
                    context,
                    Answer.problem(503, "busy", "too many requests at once").with("Retry-After", "2"));
            return;
        }
        Call.Wire wire = wire(context);
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        String secret = secret(context);
        boolean streams = endpoint.path().equals(LiveRoute.PATH);
        Future<Answer> answer = workers.executeBlocking(() -> answer(endpoint, wire, bytes, secret), false);
        var unused = answer.onComplete(done -> {
            underWay.decrementAndGet();
            if (done.failed()) {
                context.fail(500, done.cause());
            } else if (streams && done.result().status() == 200) {
                live.stream(context, new vn.tuoi.config.topic.FarmId(context.pathParam("farm")));
            } else {
                send(context, done.result());
            }
        });
    }

    private static boolean isJson(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private static Call.Wire wire(RoutingContext context) {
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(query::put);
        Map<String, String> headers = new HashMap<>();
        context.request().headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Call.Wire(
                context.request().method() + " " + context.request().path(),
                context.pathParams(),
                query,
                headers,
                context.request().remoteAddress().hostAddress());
    }

    private static @Nullable String secret(RoutingContext context) {
        String authorization = context.request().getHeader("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        Cookie cookie = context.request().getCookie(SessionRoutes.COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    private Answer answer(Endpoint endpoint, Call.Wire wire, byte[] body, @Nullable String secret) {
        for (String parameter : wire.query().keySet()) {
            if (!endpoint.parameters().contains(parameter)) {
                return Answer.malformed(
                        new MalformedDocument(parameter, "unknown parameter; known here: " + endpoint.parameters()));
            }
        }
        Gatekeeper.Outcome outcome =
                gatekeeper.judge(endpoint.access(), secret, wire.path().get("farm"));
        if (outcome instanceof Gatekeeper.Outcome.Refused refused) {
            return refused.answer();
        }
        Gatekeeper.Outcome.Pass pass = (Gatekeeper.Outcome.Pass) outcome;
        try {
            return endpoint.handler().handle(new Call(wire, body, pass.account(), secret, pass.farm()));
        } catch (MalformedDocument e) {
            return Answer.malformed(e);
        } catch (StoreUnavailable e) {
            LOG.warn("{}: {}", endpoint.path(), e.getMessage());
            return Answer.problem(503, "store-unavailable", "measurements cannot be read now")
                    .with("Retry-After", "5");
        }
    }

    static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Cache-Control", "no-store");
        answer.headers().forEach(response::putHeader);
        if (answer.body().isEmpty()) {
            var unused = response.end();
        } else {
            var unused =
                    response.putHeader("Content-Type", answer.contentType()).end(answer.body());
        }
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            workers.close().toCompletionStage().toCompletableFuture().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("the HTTP server did not stop in time: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
