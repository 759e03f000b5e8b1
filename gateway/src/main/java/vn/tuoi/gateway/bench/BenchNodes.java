package vn.tuoi.gateway.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.coap.NodeClient;
import vn.tuoi.gateway.node.NodeSettings;

/**
 * The benchmark's nodes, a process: connects them, prints a line, lets each post without pause for some seconds, prints the
 * CPU nanoseconds that it took. Arguments: port, nodes, seconds; with 0 seconds the connections just stand until the process is ended.
 */
public final class BenchNodes {
    private BenchNodes() {}

    static List<NodeSettings> settings(int nodes) {
        List<NodeSettings> settings = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            settings.add(new NodeSettings("n" + i, identity(i), key(i), null, List.of(), null));
        }
        return settings;
    }

    private static String identity(int number) {
        return "bench-" + number;
    }

    /** No secret: the server of a benchmark lives for seconds, on loopback. */
    private static String key(int number) {
        return String.format(Locale.ROOT, "%032x", number + 1);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        StderrLog.install(Level.WARNING);
        int port = Integer.parseInt(arguments[0]);
        int nodes = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        long nowMs = System.currentTimeMillis();
        byte[] pack = new SenmlEncoder()
                .encode(
                        SenmlFormat.CBOR,
                        "",
                        List.of(
                                Reading.ofNumber("soil_moisture", "/", nowMs, 0.314),
                                Reading.ofNumber("soil_temperature", "Cel", nowMs, 24.6),
                                Reading.ofNumber("flow", "l/min", nowMs, 12.5),
                                Reading.ofNumber("battery", "V", nowMs, 3.61)));
        List<NodeClient> clients = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            NodeClient client =
                    new NodeClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), identity(i), key(i));
            client.start();
            if (client.post(pack) != NodeClient.Answer.TAKEN) {
                throw new IllegalStateException(identity(i) + " was not taken");
            }
            clients.add(client);
        }
        System.out.println("connected");
        if (seconds == 0) {
            Thread.currentThread().join();
        }
        long cpuBefore = cpuNanos();
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (NodeClient client : clients) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() - until < 0) {
                    client.post(pack);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(cpuNanos() - cpuBefore);
        clients.forEach(NodeClient::close);
    }
}
