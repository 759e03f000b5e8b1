package vn.tuoi.config.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.Problem;
import vn.tuoi.config.json.StrictJson;

/**
 * One process's settings: a JSON file of nested objects, overridden by environment variables. The key
 * {@code mqtt.port} is the field {@code port} of the object {@code mqtt}, or {@code TUOI_MQTT_PORT}. Each getter names
 * its default; problems gather until {@link #finish()}, so that all of them can be shown at once, and a key that
 * nobody asked for is one of them. Not thread-safe; used once at the start.
 */
public final class Settings {
    private static final String PREFIX = "TUOI_";

    private final String file;
    private final JsonNode root;
    private final byte[] json;
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private final SortedSet<String> asked = new TreeSet<>();

    private Settings(String file, JsonNode root, byte[] json, Map<String, String> environment) {
        this.file = file;
        this.root = root;
        this.json = json.clone();
        this.environment = environment;
    }

    /** Reads {@code file}; a file that is missing or no JSON object is the one problem. */
    public static Settings load(Path file, Map<String, String> environment) throws MalformedSettings {
        byte[] bytes;
        try (InputStream content = Files.newInputStream(file)) {
            // one byte more than is taken, so that what is too large shows, however large it is
            bytes = content.readNBytes(StrictJson.MAX_DOCUMENT_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new MalformedSettings(List.of(file + ": does not exist; give a settings file with --config"));
        } catch (IOException e) {
            throw new MalformedSettings(List.of(file + ": cannot be read: " + e));
        }
        return of(file.toString(), bytes, environment);
    }

    /** Settings from bytes; {@code file} is the name in messages. */
    public static Settings of(String file, byte[] json, Map<String, String> environment) throws MalformedSettings {
        try {
            JsonNode root = StrictJson.read(json, JsonNode.class);
            if (!root.isObject()) {
                throw new MalformedSettings(List.of(file + ": must be a JSON object"));
            }
            return new Settings(file, root, json, environment);
        } catch (MalformedDocument e) {
            throw new MalformedSettings(
                    e.problems().stream().map(problem -> file + ": " + problem).toList());
        }
    }

    /** A text that must be given. */
    public String text(String key) {
        String value = find(key);
        if (value == null) {
            missing(key);
            return "";
        }
        return value;
    }

    /** A text, or {@code fallback} when it is not given. */
    public String text(String key, String fallback) {
        String value = find(key);
        return value == null ? fallback : value;
    }

    /** A text that may be absent. */
    public @Nullable String optionalText(String key) {
        return find(key);
    }

    /** A whole number within {@code least} and {@code most}. */
    public int integer(String key, int fallback, int least, int most) {
        return (int) number(key, fallback, least, most, true);
    }

    /** A number within {@code least} and {@code most}. */
    public double decimal(String key, double fallback, double least, double most) {
        return number(key, fallback, least, most, false);
    }

    private double number(String key, double fallback, double least, double most, boolean whole) {
        String value = find(key);
        if (value == null) {
            return fallback;
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most && (!whole || number == Math.rint(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        String range = whole ? (long) least + " to " + (long) most : least + " to " + most;
        problem(key, "must be a " + (whole ? "whole " : "") + "number from " + range + ", not \"" + value + "\"");
        return fallback;
    }

    /** true or false. */
    public boolean flag(String key, boolean fallback) {
        String value = find(key);
        if (value == null) {
            return fallback;
        }
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        problem(key, "must be true or false, not \"" + value + "\"");
        return fallback;
    }

    /** A path; a relative one is taken from the settings file's folder. */
    public Path path(String key, String fallback) {
        String value = text(key, fallback);
        Path parent = Path.of(file).toAbsolutePath().getParent();
        try {
            return parent == null ? Path.of(value) : parent.resolve(value);
        } catch (InvalidPathException e) {
            problem(key, "must be a path, not \"" + value + "\"");
            return Path.of(fallback);
        }
    }

    /** One of an enum's constants, in lower case in the file. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        String value = find(key);
        if (value == null) {
            return fallback;
        }
        List<String> names = new ArrayList<>();
        for (E constant : fallback.getDeclaringClass().getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(value)) {
                return constant;
            }
            names.add(name);
        }
        problem(key, "must be one of " + names + ", not \"" + value + "\"");
        return fallback;
    }

    /** A list of documents of {@code type}; empty when it is not given. Environment variables do not reach it. */
    public <T> List<T> list(String key, Class<T> type) {
        asked.add(key);
        JsonNode node = at(key);
        List<T> values = new ArrayList<>();
        if (node == null) {
            return values;
        }
        if (!(node instanceof ArrayNode array)) {
            problem(key, "must be a list");
            return values;
        }
        for (int i = 0; i < array.size(); i++) {
            try {
                values.add(StrictJson.read(array.get(i), type));
            } catch (MalformedDocument e) {
                for (Problem inner : e.problems()) {
                    problem(key + "[" + i + "]" + (inner.path().isEmpty() ? "" : "." + inner.path()), inner.message());
                }
            }
        }
        return values;
    }

    /** Notes a problem that the caller found in a value. */
    public void problem(String key, String message) {
        problems.add(new Problem(key, message));
    }

    /** The problems so far, one line each with file and key: for who goes on with what can be used. */
    public List<String> problems() {
        // the lines are looked for only now: a file that is in order needs none
        DocumentLines lines = new DocumentLines(json);
        return problems.stream()
                .map(problem ->
                        file + ": " + new Problem(lines.withLines(problem.path()), lines.withLines(problem.message())))
                .toList();
    }

    /** Ends the reading. @throws MalformedSettings with every problem, unknown keys included */
    public void finish() throws MalformedSettings {
        unknownKeys("", root);
        if (!problems.isEmpty()) {
            throw new MalformedSettings(problems());
        }
    }

    private void unknownKeys(String prefix, JsonNode object) {
        Iterator<Map.Entry<String, JsonNode>> fields =
                ((ObjectNode) object).properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            String key = prefix + field.getKey();
            if (asked.contains(key)) {
                continue;
            }
            if (field.getValue().isObject() && asked.stream().anyMatch(known -> known.startsWith(key + "."))) {
                unknownKeys(key + ".", field.getValue());
            } else {
                problem(key, "unknown key; known: " + asked);
            }
        }
    }

    private void missing(String key) {
        problem(key, "is required; set it here or as " + environmentName(key));
    }

    private static String environmentName(String key) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '.') {
                name.append('_');
            } else if (Character.isUpperCase(c)) {
                name.append('_').append(c);
            } else {
                name.append(Character.toUpperCase(c));
            }
        }
        return name.toString();
    }

    private @Nullable String find(String key) {
        asked.add(key);
        String override = environment.get(environmentName(key));
        if (override != null) {
            return override;
        }
        JsonNode node = at(key);
        if (node == null) {
            return null;
        }
        if (!node.isValueNode()) {
            problem(key, "must be a single value");
            return null;
        }
        return node.asText();
    }

    private @Nullable JsonNode at(String key) {
        JsonNode node = root;
        for (String step : key.split("\\.", -1)) {
            node = node.get(step);
            if (node == null || node.isNull()) {
                return null;
            }
        }
        return node;
    }

    /** The bytes of a secret: hex, at least {@code leastBytes} long. */
    public byte[] secretHex(String key, int leastBytes) {
        String value = text(key);
        try {
            byte[] bytes = java.util.HexFormat.of().parseHex(value);
            if (bytes.length >= leastBytes) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below; the value itself is a secret and stays out of the message
        }
        if (!value.isEmpty()) {
            problem(key, "must be at least " + leastBytes + " bytes in hex");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
