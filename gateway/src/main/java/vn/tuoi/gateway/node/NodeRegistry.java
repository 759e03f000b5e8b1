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

    /** What speaks against some nodes standing beside each other, each with the names of the nodes; empty when nothing. */
    public static List<String> problems(List<NodeSettings> nodes) {
        List<String> problems = new ArrayList<>();
        if (nodes.size() > MAX_NODES) {
            problems.add("has " + nodes.size() + " nodes; the limit is " + MAX_NODES);
        }
        Map<String, String> seen = new HashMap<>();
        for (NodeSettings node : nodes) {
            if (seen.putIfAbsent("node " + node.node(), node.node()) != null) {
                problems.add("node \"" + node.node() + "\" is there twice; give each node a name of its own");
            }
            claim(problems, seen, "identity", node.identity(), node);
            for (String station : node.stations()) {
                claim(problems, seen, "station", station, node);
            }
        }
        return problems;
    }

    private static void claim(
            List<String> problems, Map<String, String> seen, String what, String name, NodeSettings node) {
        String other = seen.putIfAbsent(what + " " + name, node.node());
        if (other != null) {
            problems.add(what + " \"" + name + "\" of node \"" + node.node() + "\" is taken by node \"" + other + "\"");
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
            throw new IllegalArgumentException("nodes: " + String.join("; ", problems));
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
