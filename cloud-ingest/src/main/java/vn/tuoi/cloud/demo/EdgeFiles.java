package vn.tuoi.cloud.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;

/**
 * What the farms' process reads: a folder a farm with {@code edge.json}, settings as for {@code tuoi edge}, and {@code
 * nodes.json}, the wireless nodes that the simulation plays.
 */
final class EdgeFiles {
    private final Path folder;

    EdgeFiles(Path folder) {
        this.folder = folder;
    }

    record Mqtt(
            @JsonProperty(required = true) String host,
            @JsonProperty(required = true) int port,
            @JsonProperty(required = true) String username,
            @JsonProperty(required = true) String password) {}

    record Coap(
            @JsonProperty(required = true) boolean enabled,
            @JsonProperty(required = true) String host,
            @JsonProperty(required = true) int port) {}

    record Node(
            @JsonProperty(required = true) String node,
            @JsonProperty(required = true) String identity,
            @JsonProperty(required = true) String key,
            @Nullable String zone,
            List<String> stations,
            @JsonProperty(required = true) int periodSeconds) {}

    record Edge(
            @JsonProperty(required = true) FarmId farm,
            @JsonProperty(required = true) String dataDir,
            @JsonProperty(required = true) String cloudKey,
            @JsonProperty(required = true) String hardware,
            @JsonProperty(required = true) Mqtt mqtt,
            @Nullable Coap coap,
            @Nullable List<Node> nodes) {}

    private record Played(List<String> nodes) {}

    /** Writes one farm's files. */
    void write(Edge edge, List<String> playedNodes) throws IOException {
        Path farm = folder.resolve(edge.farm().value());
        PrivateFiles.createFolder(farm);
        PrivateFiles.write(farm.resolve("edge.json"), StrictJson.writeIndented(edge));
        PrivateFiles.write(farm.resolve("nodes.json"), StrictJson.writeIndented(new Played(playedNodes)));
    }

    /** Leaves only these farms to the farms' process; the others keep their data for a start with more farms. */
    void keepOnly(Set<String> farms) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> present = Files.list(folder)) {
            for (Path farm : new TreeSet<>(present.toList())) {
                if (!farms.contains(farm.getFileName().toString())) {
                    Files.deleteIfExists(farm.resolve("edge.json"));
                }
            }
        }
    }
}
