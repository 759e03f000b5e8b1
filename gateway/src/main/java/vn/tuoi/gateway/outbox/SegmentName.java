package vn.tuoi.gateway.outbox;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment's file name, {@code {order}-{base}-{step}.seg}: all that recovery must know of it beside its records.
 *
 * @param order its place among the segments of its lane; thinning keeps it
 * @param base the number of its first record
 * @param step how often it was thinned
 */
record SegmentName(long order, long base, int step) {
    private static final Pattern FORM = Pattern.compile("(\\d{19})-(\\d{19})-(\\d)\\.seg");

    static Optional<SegmentName> parse(String fileName) {
        Matcher matcher = FORM.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SegmentName(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Integer.parseInt(matcher.group(3))));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    String fileName() {
        return String.format(Locale.ROOT, "%019d-%019d-%d.seg", order, base, step);
    }
}
