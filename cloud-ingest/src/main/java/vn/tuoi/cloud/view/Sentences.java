package vn.tuoi.cloud.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.crop.CropTable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;

/** Explanations as sentences in both languages. Immutable and thread-safe. */
public final class Sentences {
    /** Where documents of ours carry explanations. */
    private static final Set<String> FIELDS = Set.of("explanation", "reason", "text");

    private final Messages vietnamese = Messages.vietnamese();
    private final Messages english = Messages.english();
    private final CropTable crops = CropTable.load();

    /** An explanation with its sentences. */
    public record Sentence(
            @JsonProperty(required = true) String key,
            Map<String, Object> args,
            @JsonProperty(required = true) String vi,
            @JsonProperty(required = true) String en) {}

    public @Nullable Sentence of(@Nullable Explanation explanation) {
        return explanation == null ? null : spelled(explanation);
    }

    public Sentence spelled(Explanation explanation) {
        return new Sentence(
                explanation.key(), explanation.args(), vietnamese.render(explanation), english.render(explanation));
    }

    /** The name of a crop; a crop that the table does not know is called by its key. */
    public Sentence crop(String key) {
        return crops.find(key)
                .map(entry -> new Sentence(key, Map.of(), entry.nameVi(), entry.nameEn()))
                .orElse(new Sentence(key, Map.of(), key, key));
    }

    /** A document of ours as JSON, with the sentences beside every explanation in it. */
    public JsonNode spell(Object document) {
        JsonNode json = StrictJson.tree(document);
        spell(json);
        return json;
    }

    private void spell(JsonNode json) {
        for (JsonNode child : json) {
            spell(child);
        }
        for (String field : FIELDS) {
            if (json.get(field) instanceof ObjectNode found && found.has("key") && !found.has("vi")) {
                try {
                    Explanation explanation = StrictJson.read(found, Explanation.class);
                    found.put("vi", vietnamese.render(explanation));
                    found.put("en", english.render(explanation));
                } catch (MalformedDocument e) {
                    throw new IllegalStateException("an explanation of ours is malformed: " + found, e);
                }
            }
        }
    }
}
