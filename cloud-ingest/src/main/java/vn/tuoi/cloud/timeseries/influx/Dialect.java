package vn.tuoi.cloud.timeseries.influx;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tuoi.cloud.timeseries.Resolution;

/** What a server understands, by its version. */
enum Dialect {
    /** 1.7 and before: no {@code /api/v2}, Basic credentials alone. */
    BEFORE_1_8,
    /** 1.8 and later: {@code /api/v2/write}, and {@code Token user:password}. */
    V1,
    /** 2.x: tokens, and InfluxQL over a mapped bucket. */
    V2,
    /** 3: as 2.x for what is used here; its write path knows no retention policies. */
    V3;

    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+).*");

    static Dialect ofVersion(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a version of InfluxDB: \"" + version + "\"");
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return switch (major) {
            case 1 -> minor < 8 ? BEFORE_1_8 : V1;
            case 2 -> V2;
            default -> V3;
        };
    }

    /**
     * The longest stretch that a query may read of a resolution. 3 Core opens at most 432 files a query, and makes one for
     * every ten minutes in which there is a row.
     */
    long longestReadMs(Resolution resolution) {
        if (this != V3) {
            return Long.MAX_VALUE;
        }
        long days = switch (resolution) {
            case RAW, QUARTER_HOUR -> 2;
            case HOUR, SIX_HOURS -> 14;
            case DAY -> 360;
        };
        return days * Resolution.DAY.stepMs();
    }
}
