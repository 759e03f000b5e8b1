package vn.tuoi.config.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On which line of a JSON document each value stands, so that a person finds it with an editor. Immutable. */
final class DocumentLines {
    private static final Pattern LIST_PATH = Pattern.compile("[A-Za-z]+\\[\\d+](?:\\.[A-Za-z0-9_]+|\\[\\d+])*");

    /** By the JSON pointer of the value. */
    private final Map<String, Integer> lines = new HashMap<>();

    /** Reads a document that was found to be JSON before. */
    DocumentLines(byte[] json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer().toString(),
                        parser.currentTokenLocation().getLineNr());
            }
        } catch (IOException e) {
            // a line less in a message is no reason to hide the message
            lines.clear();
        }
    }

    /** A path with its line; one that is missing from the document with the line of what should hold it. */
    String withLine(String path) {
        for (String pointer = pointer(path); !pointer.isEmpty(); pointer = parent(pointer)) {
            Integer line = lines.get(pointer);
            if (line != null) {
                return path + " (line " + line + ")";
            }
        }
        return path;
    }

    /** A sentence, or a path, with the line of each list entry that it names; a single key is found without. */
    String withLines(String sentence) {
        Matcher matcher = LIST_PATH.matcher(sentence);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(withLine(found.group())));
    }

    private static String pointer(String path) {
        return path.isEmpty() ? "" : "/" + path.replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
    }

    private static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }
}
