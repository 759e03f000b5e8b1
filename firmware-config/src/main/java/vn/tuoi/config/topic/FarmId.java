package vn.tuoi.config.topic;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A farm's id, the tenant of everything that it sends: {@code [a-z0-9][a-z0-9-]{1,30}}, hence safe in topics and paths. */
public record FarmId(@JsonValue String value) implements Comparable<FarmId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,30}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public FarmId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("farm id must match [a-z0-9][a-z0-9-]{1,30}, not \"" + value + "\"");
        }
    }

    /** Whether {@code text} has the form of a farm id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(FarmId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
