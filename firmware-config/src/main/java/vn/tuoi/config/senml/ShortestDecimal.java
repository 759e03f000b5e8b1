package vn.tuoi.config.senml;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;

/** The shortest decimal that is read back as the same double. */
final class ShortestDecimal {
    private static final double EXACT_INTEGERS = 9_007_199_254_740_992.0;

    private ShortestDecimal() {}

    /** Whether the number is an integer below 2^53, where every integer is a double of its own. */
    static boolean isInteger(double value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    }

    /** JDK 17's {@link Double#toString(double)} is sometimes a digit longer than JDK 19's; this is the same on both. */
    static String of(double value) {
        return NumberOutput.toString(value, true);
    }

    /** Milliseconds as seconds without trailing zeros, the scale 0 to 3. */
    static BigDecimal secondsOf(long milliseconds) {
        BigDecimal seconds = BigDecimal.valueOf(milliseconds, 3).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }
}
