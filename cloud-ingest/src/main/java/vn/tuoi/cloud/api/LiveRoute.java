package vn.tuoi.cloud.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.config.topic.FarmId;

/**
 * The server-sent events of a farm (HTML standard, section 9.2). A client that reads more slowly than news come, by
 * {@value #MAX_WAITING} events or {@value #MAX_BUFFERED_BYTES} bytes, is cut off: it connects again and asks for the
 * farm's home, which is shorter than what it missed.
 */
final class LiveRoute {
    static final String PATH = Endpoint.ROOT + "/farms/{farm}/live";

    private static final int HEARTBEAT_MS = 15_000;
    private static final int MAX_WAITING = 256;
    private static final int MAX_BUFFERED_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final LiveFeed feed;

    LiveRoute(Vertx vertx, LiveFeed feed) {
        this.vertx = vertx;
        this.feed = feed;
    }

    /** Streams until the client leaves; on the request's event loop. */
    void stream(RoutingContext routing, FarmId farm) {
        HttpServerResponse response = routing.response();
        Subscriber subscriber = new Subscriber(vertx.getOrCreateContext(), response);
        if (!feed.watch(farm, subscriber)) {
            ApiServer.send(routing, Answer.problem(503, "too-many-watchers", "try again later"));
            return;
        }
        response.setChunked(true)
                .setWriteQueueMaxSize(MAX_BUFFERED_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                // a proxy or our own compression would hold events back
                .putHeader("Content-Encoding", "identity")
                .putHeader("X-Accel-Buffering", "no");
        long heartbeat = vertx.setPeriodic(HEARTBEAT_MS, id -> subscriber.write(": still here\n\n"));
        response.closeHandler(closed -> {
            vertx.cancelTimer(heartbeat);
            feed.leave(farm, subscriber);
        });
        response.exceptionHandler(failure -> response.reset());
        subscriber.write("retry: 2000\n\n");
    }

    private static final class Subscriber implements LiveFeed.Watcher {
        private final Context loop;
        private final HttpServerResponse response;
        private final AtomicInteger waiting = new AtomicInteger();

        Subscriber(Context loop, HttpServerResponse response) {
            this.loop = loop;
            this.response = response;
        }

        @Override
        public void changed(LiveFeed.Event event) {
            if (waiting.incrementAndGet() > MAX_WAITING) {
                loop.runOnContext(ignored -> response.reset());
                return;
            }
            loop.runOnContext(ignored -> {
                waiting.decrementAndGet();
                write("id: " + event.id() + "\nevent: " + event.name() + "\ndata: " + event.json() + "\n\n");
            });
        }

        void write(String text) {
            if (response.closed() || response.ended()) {
                return;
            }
            if (response.writeQueueFull()) {
                response.reset();
                return;
            }
            var unused = response.write(text);
        }
    }
}
