package vn.tuoi.cloud.timeseries.influx;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Answers as a conversation in a file says, in its order, and notes every request that is not the expected one. In the
 * file, exchanges are parted by {@code ===}; {@code >} begins a line of the request's head, {@code <} of the answer's,
 * {@code |} of the body of what stands before it; {@code #} a comment. Query and form parameters are compared decoded.
 */
final class RecordedServer implements AutoCloseable {
    private static final int UNEXPECTED = 599;

    private final HttpServer http;
    private final Deque<Exchange> expected;
    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

    private record Exchange(List<String> request, String requestBody, List<String> answer, String answerBody) {
        static Exchange parse(String block) {
            List<String> request = new ArrayList<>();
            List<String> answer = new ArrayList<>();
            StringBuilder requestBody = new StringBuilder();
            StringBuilder answerBody = new StringBuilder();
            for (String line : block.lines().toList()) {
                String rest = line.isEmpty() ? "" : line.substring(1).strip();
                if (line.startsWith(">")) {
                    request.add(rest);
                } else if (line.startsWith("<")) {
                    answer.add(rest);
                } else if (line.startsWith("|")) {
                    (answer.isEmpty() ? requestBody : answerBody).append(rest).append('\n');
                }
            }
            return new Exchange(
                    request,
                    requestBody.toString().strip(),
                    answer,
                    answerBody.toString().strip());
        }
    }

    private RecordedServer(HttpServer http, Deque<Exchange> expected) {
        this.http = http;
        this.expected = expected;
    }

    /** @param name of a file beside this class */
    static RecordedServer start(String name) throws IOException {
        Deque<Exchange> exchanges = new ArrayDeque<>();
        try (InputStream file = RecordedServer.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException("no conversation " + name);
            }
            for (String block : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^===.*$", -1)) {
                Exchange exchange = Exchange.parse(block);
                if (!exchange.request().isEmpty()) {
                    exchanges.add(exchange);
                }
            }
        }
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RecordedServer server = new RecordedServer(http, exchanges);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Requests that were not the expected ones. */
    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** How many exchanges have not taken place. */
    int remaining() {
        synchronized (expected) {
            return expected.size();
        }
    }

    private void answer(HttpExchange http) throws IOException {
        String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Exchange next;
        synchronized (expected) {
            next = expected.poll();
        }
        String mistake = mistake(http, body, next);
        if (next == null || mistake != null) {
            mistakes.add(String.valueOf(mistake));
            http.sendResponseHeaders(UNEXPECTED, -1);
            http.close();
            return;
        }
        for (String header : next.answer().subList(1, next.answer().size())) {
            String[] parts = header.split(":\\s*", 2);
            http.getResponseHeaders().add(parts[0], parts[1]);
        }
        byte[] bytes = next.answerBody().getBytes(StandardCharsets.UTF_8);
        int status = Integer.parseInt(next.answer().get(0));
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            http.getResponseBody().write(bytes);
        }
        http.close();
    }

    private static @Nullable String mistake(HttpExchange http, String body, @Nullable Exchange next) {
        String got = http.getRequestMethod() + " " + http.getRequestURI() + " "
                + http.getRequestHeaders().getFirst("Authorization") + "\n" + body;
        if (next == null) {
            return "nothing was expected, got " + got;
        }
        String[] line = next.request().get(0).split(" ", 2);
        String[] target = line[1].split("\\?", 2);
        boolean same = line[0].equals(http.getRequestMethod())
                && target[0].equals(http.getRequestURI().getPath())
                && parameters(target.length == 2 ? target[1] : "")
                        .equals(parameters(http.getRequestURI().getRawQuery()));
        for (String header : next.request().subList(1, next.request().size())) {
            String[] parts = header.split(":\\s*", 2);
            same &= parts[1].equals(http.getRequestHeaders().getFirst(parts[0]));
        }
        boolean form = String.valueOf(http.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/x-www-form-urlencoded");
        String plain = form ? URLDecoder.decode(body, StandardCharsets.UTF_8) : body;
        same &= plain.strip().equals(next.requestBody());
        return same ? null : "expected " + next.request() + "\n" + next.requestBody() + "\ngot " + got;
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], URLDecoder.decode(parts.length == 2 ? parts[1] : "", StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
