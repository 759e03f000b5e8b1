package vn.tuoi.config.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why something was decided or happened: a message key with its arguments, so that it reads in every language.
 *
 * @param key a key of the message catalogue, e.g. {@code run.stopped.no_flow}
 * @param args named arguments: numbers and short texts only
 */
public record Explanation(@JsonProperty(required = true) String key, Map<String, Object> args) {
    public Explanation {
        args = Collections.unmodifiableMap(new TreeMap<>(args));
    }

    /** An explanation with alternating names and values. */
    public static Explanation of(String key, Object... namesAndValues) {
        Map<String, Object> args = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            args.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Explanation(key, args);
    }
}
