package vn.tuoi.gateway.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nodes of a farm, which may be replaced while everything runs. Thread-safe. */
public final class NodeRegistry {
    /** More nodes than the largest farm of one gateway. */
    public static final int MAX_NODES = 2_000;

    private volatile Snapshot snapshot = new Snapshot(List.of());

    private static final class Snapshot {
        final Map<String, NodeSettings> byIdentity = new HashMap<>();
        final Map<String, NodeSettings> byId = new HashMap<>();
        final Map<String, NodeSettings> byStation = new HashMap<>();

        Snapshot(List<NodeSettings> nodes) {
            for (NodeSettings node : nodes) {
                byIdentity.put(node.identity(), node);
                byId.put(node.node(), node);
                node.stations().forEach(station -> byStation.put(station, node));
            }
        }
    }

    /** What speaks against some nodes standing beside each other, each with the index of the node; empty when nothing. */
    public static List<String> problems(List<NodeSettings> nodes) {
        List<String> problems = new ArrayList<>();
        if (nodes.size() > MAX_NODES) {
            problems.add("has " + nodes.size() + " nodes; the limit is " + MAX_NODES);
        }
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeSettings node = nodes.get(i);
            claim(problems, seen, "node", node.node(), i);
            claim(problems, seen, "identity", node.identity(), i);
            for (String station : node.stations()) {
                claim(problems, seen, "station", station, i);
            }
        }
        return problems;
    }

    private static void claim(List<String> problems, Map<String, Integer> seen, String what, String name, int index) {
        Integer other = seen.putIfAbsent(what + " " + name, index);
        if (other != null) {
            problems.add("[" + index + "]: " + what + " \"" + name + "\" is taken by [" + other + "]");
        }
    }

    /**
     * Replaces all nodes.
     *
     * @return the nodes that are gone or have another key: their connections must end
     */
    public List<NodeSettings> replace(List<NodeSettings> nodes) {
        List<String> problems = problems(nodes);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("nodes" + String.join("; nodes", problems));
        }
        Snapshot before = snapshot;
        Snapshot after = new Snapshot(nodes);
        snapshot = after;
        return before.byIdentity.values().stream()
                .filter(old -> {
                    NodeSettings now = after.byIdentity.get(old.identity());
                    return now == null || !now.key().equalsIgnoreCase(old.key());
                })
                .toList();
    }

    public Collection<NodeSettings> nodes() {
        return snapshot.byId.values();
    }

    public @Nullable NodeSettings byIdentity(String identity) {
        return snapshot.byIdentity.get(identity);
    }

    public @Nullable NodeSettings byId(String node) {
        return snapshot.byId.get(node);
    }

    /** The node that drives a station, or null when none does. */
    public @Nullable NodeSettings byStation(String station) {
        return snapshot.byStation.get(station);
    }
}
