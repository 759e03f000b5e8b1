package vn.tuoi.config.senml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Property: decoding what was encoded gives the same readings, to the last bit of time and value. */
class SenmlRoundTripTest {
    private static final int PACKS = 400;
    private static final String[] UNITS = {"/", "Cel", "%RH", "l/min", "kPa", "W/m2", "uS/cm"};
    private static final String NAME_CHARACTERS = "abcxyzABCXYZ0189-:./_";

    private final SenmlDecoder decoder = new SenmlDecoder(
            new SenmlLimits(64 * 1024, 1_000, Reading.MAX_POINT_LENGTH, Reading.EARLIEST_MS, 86_400_000));
    private final SenmlEncoder encoder = new SenmlEncoder();

    @ParameterizedTest
    @EnumSource
    void encodedReadingsAreDecodedToTheSameReadings(SenmlFormat format) throws MalformedPack {
        Random random = new Random(8428);
        for (int i = 0; i < PACKS; i++) {
            String root = random.nextInt(4) == 0 ? "" : "farm-" + random.nextInt(100) + "/";
            List<Reading> readings = readings(random);

            byte[] pack = encoder.encode(format, root, readings);

            assertThat(decoder.decode(pack, root, Reading.LATEST_MS))
                    .as("pack %d", i)
                    .isEqualTo(readings);
            assertThat(encoder.encode(format, root, readings)).isEqualTo(pack);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLongestReadingsFitTheLimitsOfThePackAndTheTelemetryContract(SenmlFormat format) throws MalformedPack {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < SenmlEncoder.MAX_READINGS; i++) {
            readings.add(Reading.ofNumber(
                    "x".repeat(Reading.MAX_POINT_LENGTH - 3) + (100 + i),
                    "u".repeat(Reading.MAX_UNIT_LENGTH - 3) + (100 + i),
                    i == 0 ? Reading.EARLIEST_MS : Reading.LATEST_MS - 1 - i,
                    -Double.MIN_NORMAL - i * Double.MIN_VALUE));
        }
        String root = "r".repeat(63) + "/";

        byte[] pack = encoder.encode(format, root, readings);

        assertThat(pack).hasSizeLessThanOrEqualTo(SenmlLimits.TELEMETRY.maxBytes());
        assertThat(decoder.decode(pack, root, Reading.LATEST_MS)).isEqualTo(readings);
    }

    private static List<Reading> readings(Random random) {
        int size = 1 + random.nextInt(random.nextInt(10) == 0 ? SenmlEncoder.MAX_READINGS : 12);
        boolean alike = random.nextBoolean();
        long firstMs = time(random);
        List<Reading> readings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String point = alike ? "tea-1/soil_moisture" : name(random);
            long timeMs = alike ? Math.min(firstMs + random.nextInt(100_000), Reading.LATEST_MS) : time(random);
            String unit = !alike && random.nextInt(5) == 0 ? null : UNITS[random.nextInt(alike ? 2 : UNITS.length)];
            readings.add(
                    random.nextInt(6) == 0
                            ? new Reading(point, unit, timeMs, random.nextInt(2), true)
                            : Reading.ofNumber(point, unit, timeMs, value(random)));
        }
        return readings;
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("n");
        int length = random.nextInt(Reading.MAX_POINT_LENGTH);
        for (int i = 0; i < length; i++) {
            name.append(NAME_CHARACTERS.charAt(random.nextInt(NAME_CHARACTERS.length())));
        }
        return name.toString();
    }

    private static long time(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Reading.EARLIEST_MS + random.nextInt(3);
            case 1 -> Reading.LATEST_MS - random.nextInt(3);
            case 2 -> random.nextLong(Reading.EARLIEST_MS, Reading.LATEST_MS);
            default -> 1_700_000_000_000L + random.nextInt();
        };
    }

    private static double value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(200) - 50;
            case 1 -> finite(Double.longBitsToDouble(random.nextLong()));
            case 2 -> (float) random.nextGaussian();
            case 3 -> random.nextBoolean() ? -0.0 : 0.0;
            case 4 -> Math.scalb(1.0, random.nextInt(-1_074, 1_024));
            case 5 -> random.nextLong();
            default -> (random.nextInt(200_000) - 1_000) / Math.pow(10, random.nextInt(5));
        };
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.MAX_VALUE;
    }
}
