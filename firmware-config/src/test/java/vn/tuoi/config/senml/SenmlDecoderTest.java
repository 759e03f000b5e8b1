package vn.tuoi.config.senml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenmlDecoderTest {
    private static final long NOW_MS = 1_732_435_200_000L;

    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);

    private List<Reading> json(String pack) throws MalformedPack {
        return decoder.decode(pack.getBytes(UTF_8), "", NOW_MS);
    }

    private List<Reading> cbor(String hex) throws MalformedPack {
        return decoder.decode(HexFormat.of().parseHex(hex.replace(" ", "")), "", NOW_MS);
    }

    @ParameterizedTest
    @CsvSource({
        "farm-7/,tea-1/rain",
        "farm-7/tea-1/,rain",
        "farm-7/tea-1/rain,''",
        "'',farm-7/tea-1/rain",
        "far,m-7/tea-1/rain"
    })
    void pointsAreNamedBelowTheRootHoweverTheNameIsSplit(String baseName, String name) throws MalformedPack {
        String pack = "[{\"bn\":\"" + baseName + "\",\"n\":\"" + name + "\",\"v\":1}]";

        assertThat(decoder.decode(pack.getBytes(UTF_8), "farm-7/", NOW_MS))
                .extracting(Reading::point)
                .containsExactly("tea-1/rain");
    }

    @ParameterizedTest
    @CsvSource({
        "0,1732435200000",
        "-1,1732435199000",
        "-0.0015,1732435199998",
        "30.25,1732435230250",
        "86400,1732521600000",
        "1732435199,1732435199000",
        "1.732435199e9,1732435199000",
        "1732435199.001,1732435199001",
        "1732435199.0019,1732435199001",
        "1732435199.99999,1732435199999",
        "1262304000,1262304000000",
        "-470131200,1262304000000"
    })
    void timesAreAbsoluteOrRelativeToNowAndCutToMilliseconds(String seconds, long expectedMs) throws MalformedPack {
        assertThat(json("[{\"n\":\"a\",\"v\":1,\"t\":" + seconds + "}]"))
                .extracting(Reading::timeMs)
                .containsExactly(expectedMs);
        assertThat(json("[{\"n\":\"a\",\"v\":1,\"bt\":" + seconds + "}]"))
                .extracting(Reading::timeMs)
                .containsExactly(expectedMs);
    }

    @Test
    void theBaseTimeMayBeRelativeToo() throws MalformedPack {
        assertThat(json("[{\"bt\":-60,\"n\":\"a\",\"v\":1},{\"n\":\"a\",\"t\":10,\"v\":2}]"))
                .extracting(Reading::timeMs)
                .containsExactly(NOW_MS - 60_000, NOW_MS - 50_000);
    }

    @Test
    void theSmallestAbsoluteTimeIsTwoToThe28thSeconds() throws MalformedPack {
        SenmlDecoder wide = new SenmlDecoder(new SenmlLimits(100, 1, 10, Reading.EARLIEST_MS, 0));

        assertThat(wide.decode("[{\"n\":\"a\",\"v\":1,\"t\":268435456}]".getBytes(UTF_8), "", NOW_MS))
                .extracting(Reading::timeMs)
                .containsExactly(268_435_456_000L);
    }

    @Test
    void theBaseValueIsAddedToNumbersAndNotToBooleans() throws MalformedPack {
        assertThat(json("[{\"bv\":20,\"n\":\"a\",\"v\":1.5},{\"n\":\"b\",\"vb\":true},{\"bv\":0,\"n\":\"c\",\"v\":1}]"))
                .containsExactly(
                        Reading.ofNumber("a", null, NOW_MS, 21.5),
                        Reading.ofBoolean("b", NOW_MS, true),
                        Reading.ofNumber("c", null, NOW_MS, 1));
    }

    @Test
    void aUnitOverridesTheBaseUnitAndAnEmptyOneMeansNone() throws MalformedPack {
        assertThat(
                        json(
                                "[{\"bu\":\"Cel\",\"n\":\"a\",\"v\":1},{\"n\":\"b\",\"u\":\"V\",\"v\":1},{\"n\":\"c\",\"u\":\"\",\"v\":1},{\"n\":\"d\",\"v\":1}]"))
                .extracting(Reading::unit)
                .containsExactly("Cel", "V", null, "Cel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "5", "10", "26"})
    void knownVersionsAreTaken(String version) throws MalformedPack {
        assertThat(json("[{\"bver\":" + version + ",\"n\":\"a\",\"v\":1},{\"bver\":" + version
                        + ",\"n\":\"a\",\"v\":2}]"))
                .hasSize(2);
    }

    @Test
    void otherUnknownFieldsAreIgnoredWhateverTheyHold() throws MalformedPack {
        assertThat(json("[{\"n\":\"a\",\"x\":[{\"y_\":1}],\"v\":1,\"_z\":null,\"V\":2}]"))
                .containsExactly(Reading.ofNumber("a", null, NOW_MS, 1));
        assertThat(cbor("81 a4 00 61 61 02 01 61 76 02 09 a1 61 79 82 01 02"))
                .containsExactly(Reading.ofNumber("a", null, NOW_MS, 1));
    }

    @Test
    void sumAndUpdateTimeBesideAValueAreNotUsed() throws MalformedPack {
        assertThat(json("[{\"bs\":5,\"n\":\"a\",\"v\":1,\"s\":17.5,\"ut\":60}]"))
                .containsExactly(Reading.ofNumber("a", null, NOW_MS, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "18 64,100",
        "38 63,-100",
        "1b ffffffffffffffff,18446744073709551615",
        "f9 3e00,1.5",
        "f9 0001,5.960464477539063e-8",
        "fa 41ac0000,21.5",
        "fb 40354ccccccccccd,21.3",
        "c4 82 20 18d5,21.3",
        "c4 82 20 38d4,-21.3",
        "c4 82 02 03,300",
        "fb 8000000000000000,0"
    })
    void cborNumbersOfEveryKindAreTaken(String hex, double value) throws MalformedPack {
        assertThat(cbor("81 a2 00 61 61 02 " + hex)).containsExactly(Reading.ofNumber("a", null, NOW_MS, value));
    }

    @Test
    void cborOfIndefiniteLengthIsTaken() throws MalformedPack {
        assertThat(cbor("9f bf 00 7f 61 61 61 62 ff 04 f5 ff ff"))
                .containsExactly(Reading.ofBoolean("ab", NOW_MS, true));
    }

    @Test
    void whiteSpaceAroundJsonIsTaken() throws MalformedPack {
        assertThat(json(" \t\r\n[ {\"n\" : \"a\", \"v\" : 1} ]\n")).hasSize(1);
    }

    @Test
    void aPackInsideALargerBufferIsRead() throws MalformedPack {
        byte[] buffer = "]]][{\"n\":\"a\",\"v\":1}]{{{".getBytes(UTF_8);
        List<String> points = new ArrayList<>();

        decoder.decode(
                buffer,
                3,
                buffer.length - 6,
                "",
                NOW_MS,
                (point, unit, timeMs, value, isBoolean) -> points.add(point + value));

        assertThat(points).containsExactly("a1.0");
    }

    @Test
    void asManyRecordsAsAllowedAreTakenInOrder() throws MalformedPack {
        StringBuilder pack = new StringBuilder("[{\"bn\":\"a\",\"v\":0}");
        for (int i = 1; i < 1_000; i++) {
            pack.append(",{\"v\":").append(i).append('}');
        }

        List<Reading> readings = json(pack.append(']').toString());

        assertThat(readings).hasSize(1_000);
        for (int i = 0; i < readings.size(); i++) {
            assertThat(readings.get(i).value()).isEqualTo(i);
        }
    }
}
