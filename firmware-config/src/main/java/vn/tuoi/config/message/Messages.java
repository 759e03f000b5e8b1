package vn.tuoi.config.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/**
 * The message catalogue of one language: {@code vi.json} and {@code en.json} beside this class, the one source of every
 * sentence that explains a decision; the web app is built with the same files. A placeholder is {@code {name}}.
 * Immutable and thread-safe.
 */
public final class Messages {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

    private final Locale locale;
    private final Map<String, String> texts;

    private Messages(Locale locale, Map<String, String> texts) {
        this.locale = locale;
        this.texts = texts;
    }

    public static Messages vietnamese() {
        return load(Locale.forLanguageTag("vi"));
    }

    public static Messages english() {
        return load(Locale.ENGLISH);
    }

    private static Messages load(Locale locale) {
        String file = locale.getLanguage() + ".json";
        try (InputStream in = Messages.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the message catalogue " + file + " is missing from the build");
            }
            Map<String, String> texts = new TreeMap<>();
            StrictJson.read(in.readAllBytes(), JsonNode.class)
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().textValue()));
            return new Messages(locale, texts);
        } catch (IOException | MalformedDocument e) {
            throw new IllegalStateException("the message catalogue " + file + " cannot be read", e);
        }
    }

    /** Every key of this catalogue with its text. */
    public Map<String, String> texts() {
        return java.util.Collections.unmodifiableMap(texts);
    }

    /**
     * The sentence; an unknown key, from a newer farm, is shown with its arguments rather than hidden. An argument that is
     * itself a key of the catalogue is shown as its sentence, made of the same arguments.
     */
    public String render(Explanation explanation) {
        String text = texts.get(explanation.key());
        if (text == null) {
            return explanation.args().isEmpty() ? explanation.key() : explanation.key() + " " + explanation.args();
        }
        return fill(text, explanation.args(), true);
    }

    private String fill(String text, Map<String, Object> args, boolean mayNest) {
        NumberFormat numbers = NumberFormat.getNumberInstance(locale);
        numbers.setMaximumFractionDigits(1);
        StringBuilder sentence = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            Object value = args.get(matcher.group(1));
            String shown = value instanceof Number ? numbers.format(value) : String.valueOf(value);
            String nested = mayNest ? texts.get(shown) : null;
            if (nested != null) {
                // one level only: a sentence that names itself must end
                shown = fill(nested, args, false);
            }
            matcher.appendReplacement(sentence, Matcher.quoteReplacement(value == null ? "?" : shown));
        }
        matcher.appendTail(sentence);
        return sentence.toString();
    }
}
