package vn.tuoi.config.senml;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.senml.MalformedPack.Reason;

/** One thing wrong at a time. */
class SenmlDecoderRefusalTest {
    private static final long NOW_MS = 1_732_435_200_000L;
    private static final String GOOD = "{\"n\":\"a\",\"v\":1}";

    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
    private final List<String> delivered = new ArrayList<>();

    private MalformedPack refusalOf(byte[] pack, String root) {
        MalformedPack refusal = catchThrowableOfType(
                MalformedPack.class,
                () -> decoder.decode(
                        pack,
                        0,
                        pack.length,
                        root,
                        NOW_MS,
                        (point, unit, timeMs, value, isBoolean) -> delivered.add(point)));
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(delivered).as("nothing of a refused pack is delivered").isEmpty();
        assertThat(refusal.getMessage()).matches("[ -~]{1,100}");
        return refusal;
    }

    private MalformedPack refusalOf(String json) {
        return refusalOf(json.getBytes(UTF_8), "");
    }

    private MalformedPack refusalOfCbor(String hex) {
        return refusalOf(HexFormat.of().parseHex(hex.replace(" ", "")), "");
    }

    private static void assertField(MalformedPack refusal, Reason reason, int record, String field) {
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.record()).isEqualTo(record);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal).hasMessageStartingWith("record " + record + " " + field + ": ");
    }

    @Test
    void aPackOfMoreBytesThanAllowed() {
        String pack = "[" + GOOD + " ".repeat(64 * 1024 - GOOD.length() - 1) + "]";

        assertThat(refusalOf(pack).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusalOf(pack)).hasMessage("pack of 65537 bytes, at most 65536 allowed");
    }

    @Test
    void aPackOfMoreRecordsThanAllowed() {
        String pack = "[" + (GOOD + ",").repeat(1_000) + GOOD + "]";

        assertThat(refusalOf(pack).reason()).isEqualTo(Reason.TOO_MANY_RECORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "1", "\"[]\"", "nope", "<sensml/>"})
    void bytesThatAreNoArray(String pack) {
        assertThat(refusalOf(pack).reason()).isEqualTo(Reason.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[{",
                "[{\"n\"",
                "[{\"n\":\"a\",\"v\":1",
                "[{\"n\":\"a\",\"v\":1}",
                "[{\"n\":\"a\",\"v\":1},]",
                "[{\"n\":\"a\" \"v\":1}]",
                "[{n:\"a\",\"v\":1}]",
                "[{\"n\":\"a\",\"v\":01}]",
                "[{\"n\":\"a\",\"v\":+1}]",
                "[{\"n\":\"a\",\"v\":.5}]",
                "[{\"n\":\"a\",\"v\":NaN}]",
                "[{\"n\":\"a\",\"v\":Infinity}]",
                "[{\"n\":\"a\",\"v\":1}] []",
                "[{\"n\":\"a\",\"v\":1}]]",
                "[{\"n\":\"a\",\"v\":1} // one\n]"
            })
    void brokenJson(String pack) {
        assertThat(refusalOf(pack).reason()).isEqualTo(Reason.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"80 00", "81", "81 a1", "81 a2 00 61 61 02", "9f a2 00 61 61 02 01", "81 a2 00 61 61 02 01 00"})
    void brokenCbor(String hex) {
        // The first is an empty array with a byte after it.
        assertThat(refusalOfCbor(hex).reason()).isEqualTo(Reason.SYNTAX);
    }

    @Test
    void jsonThatIsNotUtf8() {
        String pack = "[" + GOOD + "]";

        assertThat(refusalOf(pack.getBytes(UTF_16LE), "").reason()).isEqualTo(Reason.SYNTAX);
        assertThat(refusalOf(pack.getBytes(UTF_16BE), "").reason()).isEqualTo(Reason.SYNTAX);
        assertThat(refusalOf(new byte[] {'[', '{', '"', (byte) 0xFF, '"', ':', '1', '}', ']'}, "")
                        .reason())
                .isEqualTo(Reason.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "null", "[]", "true"})
    void aRecordThatIsNoMap(String record) {
        MalformedPack refusal = refusalOf("[" + GOOD + "," + record + "]");

        assertThat(refusal.reason()).isEqualTo(Reason.SYNTAX);
        assertThat(refusal.record()).isEqualTo(2);
    }

    @Test
    void aFieldTwiceInARecord() {
        assertField(refusalOf("[{\"n\":\"a\",\"v\":1,\"v\":2}]"), Reason.SYNTAX, 1, "v");
        assertField(refusalOfCbor("81 a3 00 61 61 02 01 02 02"), Reason.SYNTAX, 1, "v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"bn\":\"a\"}]", "[{\"bt\":1732435200,\"bu\":\"Cel\"}]"})
    void aPackWithoutAReading(String pack) {
        assertThat(refusalOf(pack).reason()).isEqualTo(Reason.EMPTY);
    }

    @Test
    void nestingDeeperThanAnyPackNeeds() {
        String pack = "[{\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}]";

        assertThat(refusalOf(pack).reason()).isEqualTo(Reason.OVER_LIMIT);
    }

    @Test
    void aTextLongerThanAnyPackNeeds() {
        assertThat(refusalOf("[{\"n\":\"" + "a".repeat(5_000) + "\",\"v\":1}]").reason())
                .isEqualTo(Reason.OVER_LIMIT);
    }

    @Test
    void aLabelLongerThanAnyPackNeeds() {
        assertThat(refusalOf("[{\"" + "x".repeat(65) + "\":1}]").reason()).isEqualTo(Reason.OVER_LIMIT);
    }

    @Test
    void aNumberLongerThanAnyPackNeeds() {
        assertThat(refusalOf("[{\"n\":\"a\",\"v\":" + "1".repeat(5_000) + "}]").reason())
                .isEqualTo(Reason.OVER_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11",
                "12",
                "25",
                "27",
                "42",
                "99",
                "0",
                "-1",
                "10.5",
                "10.0",
                "1e1",
                "\"10\"",
                "true",
                "18446744073709551615"
            })
    void aVersionThatIsNotUnderstood(String version) {
        assertField(
                refusalOf("[{\"bver\":" + version + ",\"n\":\"a\",\"v\":1}]"), Reason.UNSUPPORTED_VERSION, 1, "bver");
    }

    @Test
    void aSecondVersionInThePack() {
        assertField(
                refusalOf("[{\"bver\":5,\"n\":\"a\",\"v\":1},{\"bver\":6,\"n\":\"a\",\"v\":1}]"),
                Reason.UNSUPPORTED_VERSION,
                2,
                "bver");
    }

    @Test
    void aVersionAfterRecordsOfTheDefaultVersion() {
        assertField(
                refusalOf("[" + GOOD + ",{\"bver\":5,\"n\":\"a\",\"v\":1}]"), Reason.UNSUPPORTED_VERSION, 2, "bver");
    }

    @Test
    void anUnknownFieldThatMustBeUnderstood() {
        assertField(
                refusalOf("[{\"n\":\"a\",\"v\":1,\"calibrated_\":true}]"),
                Reason.UNKNOWN_MUST_UNDERSTAND,
                1,
                "calibrated_");
        assertField(refusalOfCbor("81 a3 00 61 61 02 01 62 78 5f f5"), Reason.UNKNOWN_MUST_UNDERSTAND, 1, "x_");
    }

    @Test
    void aHostileLabelIsQuotedShortAndPrintable() {
        assertField(
                refusalOf("[{\"\\u0007\\u001b[31m đ" + "x".repeat(40) + "_\":1}]"),
                Reason.UNKNOWN_MUST_UNDERSTAND,
                1,
                "??[31m??" + "x".repeat(16));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-a", "_a", "/a", ":a", ".a", "a b", "a\\u0000", "a+b", "a#", "a?", "tưới", "a\\\\b", "a\\n"
            })
    void aNameOutsideTheAllowedCharacters(String name) {
        assertField(refusalOf("[{\"n\":\"" + name + "\",\"v\":1}]"), Reason.BAD_NAME, 1, "n");
    }

    @Test
    void aBaseNameOutsideTheAllowedCharacters() {
        assertField(refusalOf("[{\"bn\":\"farm 7\",\"v\":1}]"), Reason.BAD_NAME, 1, "bn");
    }

    @Test
    void aRecordWithoutAnyName() {
        assertField(refusalOf("[{\"v\":1}]"), Reason.BAD_NAME, 1, "bn");
    }

    @Test
    void aNameLongerThanAllowed() {
        assertField(
                refusalOf("[{\"bn\":\"" + "a".repeat(100) + "\",\"n\":\"" + "b".repeat(29) + "\",\"v\":1}]"),
                Reason.BAD_NAME,
                1,
                "n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "[\"a\"]", "{\"a\":1}"})
    void aNameThatIsNoText(String name) {
        assertField(refusalOf("[{\"n\":" + name + ",\"v\":1}]"), Reason.BAD_NAME, 1, "n");
    }

    @ParameterizedTest
    @CsvSource({"farm-8/,a", "farm-7,-a", "farm-70/,a", "'',farm-8/a", "'',a", "f,arm-8/a"})
    void aNameOutsideTheRoot(String baseName, String name) {
        String pack = "[{\"bn\":\"" + baseName + "\",\"n\":\"" + name + "\",\"v\":1}]";

        assertField(refusalOf(pack.getBytes(UTF_8), "farm-7/"), Reason.FOREIGN_NAME, 1, "n");
    }

    @Test
    void aNameThatIsTheRootItself() {
        assertField(refusalOf("[{\"bn\":\"farm-7/\",\"v\":1}]".getBytes(UTF_8), "farm-7/"), Reason.BAD_NAME, 1, "bn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"l min\"", "\"°C\"", "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"", "1", "null"})
    void aUnitThatIsNone(String unit) {
        assertField(refusalOf("[{\"n\":\"a\",\"u\":" + unit + ",\"v\":1}]"), Reason.BAD_UNIT, 1, "u");
        assertField(refusalOf("[{\"bu\":" + unit + ",\"n\":\"a\",\"v\":1}]"), Reason.BAD_UNIT, 1, "bu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "null", "true", "[0]", "1e999", "-1e999"})
    void aTimeThatIsNoFiniteNumber(String time) {
        assertField(refusalOf("[{\"n\":\"a\",\"t\":" + time + ",\"v\":1}]"), Reason.BAD_TIME, 1, "t");
        assertField(refusalOf("[{\"bt\":" + time + ",\"n\":\"a\",\"v\":1}]"), Reason.BAD_TIME, 1, "bt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "86401",
                "1732521601",
                "268435455",
                "4102444801",
                "1732435200000",
                "1e300",
                "-1e300",
                "-500000000",
                "1000000000"
            })
    void aTimeOutsideTheLimits(String time) {
        assertField(refusalOf("[{\"n\":\"a\",\"t\":" + time + ",\"v\":1}]"), Reason.BAD_TIME, 1, "t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "null", "true", "[1]", "{}", "1e999", "-1e999"})
    void aValueThatIsNoFiniteNumber(String value) {
        assertField(refusalOf("[{\"n\":\"a\",\"v\":" + value + "}]"), Reason.BAD_VALUE, 1, "v");
        assertField(refusalOf("[{\"bv\":" + value + ",\"n\":\"a\",\"v\":1}]"), Reason.BAD_VALUE, 1, "bv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f9 7e00",
                "f9 7c00",
                "f9 fc00",
                "fa 7fc00000",
                "fb 7ff0000000000000",
                "c4 82 19 0400 01",
                "f6",
                "f7",
                "41 01"
            })
    void aCborValueThatIsNoFiniteNumber(String value) {
        MalformedPack refusal = refusalOfCbor("81 a2 00 61 61 02 " + value);

        assertField(refusal, Reason.BAD_VALUE, 1, "v");
    }

    @Test
    void aValueThatOverflowsWithItsBaseValue() {
        assertField(refusalOf("[{\"bv\":1e308,\"n\":\"a\",\"v\":1e308}]"), Reason.BAD_VALUE, 1, "v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"true\"", "null"})
    void aBooleanThatIsNone(String value) {
        assertField(refusalOf("[{\"n\":\"a\",\"vb\":" + value + "}]"), Reason.BAD_VALUE, 1, "vb");
    }

    @Test
    void aRecordWithTwoValues() {
        assertField(refusalOf("[{\"n\":\"a\",\"v\":1,\"vb\":true}]"), Reason.BAD_VALUE, 1, "vb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"n\":\"a\"}", "{\"bv\":20,\"n\":\"a\"}", "{\"t\":0}", "{\"n\":\"a\",\"x\":1}"})
    void aRecordWithoutAValue(String record) {
        MalformedPack refusal = refusalOf("[" + GOOD + "," + record + "]");

        assertThat(refusal).hasMessage("record 2: no v or vb");
        assertThat(refusal.reason()).isEqualTo(Reason.BAD_VALUE);
    }

    @Test
    void aStringValue() {
        assertField(refusalOf("[{\"n\":\"a\",\"vs\":\"on\"}]"), Reason.UNSUPPORTED_VALUE, 1, "vs");
    }

    @Test
    void aDataValue() {
        assertField(refusalOf("[{\"n\":\"a\",\"vd\":\"aGkgCg\"}]"), Reason.UNSUPPORTED_VALUE, 1, "vd");
        assertField(refusalOfCbor("81 a2 00 61 61 08 42 68 69"), Reason.UNSUPPORTED_VALUE, 1, "vd");
    }

    @Test
    void aSumWithoutAValue() {
        assertField(refusalOf("[{\"n\":\"a\",\"s\":17}]"), Reason.UNSUPPORTED_VALUE, 1, "s");
    }

    @ParameterizedTest
    @CsvSource({"s,BAD_VALUE", "bs,BAD_VALUE", "ut,BAD_TIME"})
    void aFieldThatIsCheckedAndNotUsed(String field, Reason reason) {
        assertField(refusalOf("[{\"n\":\"a\",\"v\":1,\"" + field + "\":\"1\"}]"), reason, 1, field);
    }

    @Test
    void codesAreLowerCase() {
        assertThat(Reason.UNKNOWN_MUST_UNDERSTAND.code()).isEqualTo("unknown_must_understand");
    }
}
