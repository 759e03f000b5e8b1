package vn.tuoi.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.coap.NodeClient;
import vn.tuoi.gateway.node.NodeSettings;

/** Nodes that post over DTLS without pause, each reading once, and remember those that were answered 2.04. */
final class PostingNodes implements AutoCloseable {
    private final List<NodeClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Double> answered = new ConcurrentHashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean over;

    static NodeSettings settings(int number) {
        return new NodeSettings(
                "n" + number,
                "node-" + number,
                String.format(Locale.ROOT, "%032x", 0xF00D + number),
                null,
                List.of(),
                null);
    }

    /** The {@code nodes} of a gateway's settings. */
    static String json(int count) {
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NodeSettings node = settings(i);
            nodes.add("{\"node\":\"" + node.node() + "\",\"identity\":\"" + node.identity() + "\",\"key\":\""
                    + node.key() + "\"}");
        }
        return "[" + String.join(",", nodes) + "]";
    }

    /** @param times gives each pack a time that no other has, milliseconds UTC */
    PostingNodes(int port, int count, AtomicLong times) throws IOException {
        SenmlEncoder encoder = new SenmlEncoder();
        for (int i = 0; i < count; i++) {
            NodeSettings node = settings(i);
            NodeClient client = new NodeClient(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), node.identity(), node.key());
            client.start();
            clients.add(client);
            Thread thread = new Thread(() -> {
                while (!over) {
                    long timeMs = times.incrementAndGet();
                    double value = (timeMs % 1_000) / 10.0;
                    List<Reading> readings = List.of(
                            Reading.ofNumber("flow", "l/min", timeMs, value),
                            Reading.ofNumber("pressure", "kPa", timeMs, value + 1));
                    if (client.post(encoder.encode(SenmlFormat.CBOR, "", readings)) == NodeClient.Answer.TAKEN) {
                        readings.forEach(reading ->
                                answered.put(node.prefix() + reading.point() + "@" + timeMs, reading.value()));
                    } else {
                        unanswered.incrementAndGet();
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
    }

    /** What was answered 2.04 so far, by point and time. */
    Map<String, Double> answered() {
        return Map.copyOf(answered);
    }

    /** Packs that got another answer, or none. */
    int unanswered() {
        return unanswered.get();
    }

    /** Ends the nodes, in the middle of a request where one is waiting. */
    @Override
    public void close() {
        over = true;
        clients.forEach(NodeClient::close);
        for (Thread thread : threads) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
