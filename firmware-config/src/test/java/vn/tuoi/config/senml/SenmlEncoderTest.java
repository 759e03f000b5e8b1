package vn.tuoi.config.senml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenmlEncoderTest {
    private static final long TIME_MS = 1_732_435_200_000L;
    private static final List<Reading> NODE = List.of(
            Reading.ofNumber("tea-1/soil_moisture", "/", TIME_MS, 0.314),
            Reading.ofNumber("tea-1/soil_temperature", "Cel", TIME_MS, 21.3),
            Reading.ofNumber("tea-1/air_temperature", "Cel", TIME_MS - 1_500, 25),
            Reading.ofNumber("tea-1/battery", "V", TIME_MS + 60_000, 3.5));

    private final SenmlEncoder encoder = new SenmlEncoder();

    private String json(String root, List<Reading> readings) {
        return new String(encoder.encode(SenmlFormat.JSON, root, readings), UTF_8);
    }

    private String cborValue(double value) {
        byte[] pack = encoder.encode(SenmlFormat.CBOR, "", List.of(Reading.ofNumber("a", null, TIME_MS, value)));
        String head = "81a3221a6742dd0000616102";
        String hex = HexFormat.of().formatHex(pack);
        assertThat(hex).startsWith(head);
        return hex.substring(head.length());
    }

    @Test
    void whatReadingsShareStandsOnceInJson() {
        assertThat(json("farm-7/", NODE))
                .isEqualTo(
                        "[{\"bn\":\"farm-7/\",\"bt\":1732435200,\"bu\":\"Cel\",\"n\":\"tea-1/soil_moisture\",\"u\":\"/\",\"v\":0.314},"
                                + "{\"n\":\"tea-1/soil_temperature\",\"v\":21.3},"
                                + "{\"n\":\"tea-1/air_temperature\",\"t\":-1.5,\"v\":25},"
                                + "{\"n\":\"tea-1/battery\",\"u\":\"V\",\"t\":60,\"v\":3.5}]");
    }

    @Test
    void whatReadingsShareStandsOnceInCbor() {
        assertThat(HexFormat.of().formatHex(encoder.encode(SenmlFormat.CBOR, "farm-7/", NODE)))
                .isEqualTo("84"
                        + "a6" + "21676661726d2d372f" + "221a6742dd00" + "236343656c"
                        + "00737465612d312f736f696c5f6d6f697374757265" + "01612f" + "02c4822219013a"
                        + "a2" + "00767465612d312f736f696c5f74656d7065726174757265" + "02c4822018d5"
                        + "a3" + "00757465612d312f6169725f74656d7065726174757265" + "06c482202e" + "021819"
                        + "a4" + "006d7465612d312f62617474657279" + "016156" + "06183c" + "02fa40600000");
    }

    @Test
    void aPackWithoutRootHasNoBaseName() {
        assertThat(json("", List.of(Reading.ofBoolean("valve", TIME_MS + 7, false))))
                .isEqualTo("[{\"bt\":1732435200.007,\"n\":\"valve\",\"vb\":false}]");
    }

    @Test
    void aReadingWithoutUnitRulesOutABaseUnit() {
        assertThat(json(
                        "",
                        List.of(
                                Reading.ofNumber("a", "V", TIME_MS, 1),
                                Reading.ofNumber("b", "V", TIME_MS, 2),
                                Reading.ofBoolean("c", TIME_MS, true))))
                .isEqualTo(
                        "[{\"bt\":1732435200,\"n\":\"a\",\"u\":\"V\",\"v\":1},{\"n\":\"b\",\"u\":\"V\",\"v\":2},{\"n\":\"c\",\"vb\":true}]");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0.0,0",
        "100,100",
        "21.3,21.3",
        "-0.001,-0.001",
        "1e-7,1.0e-7",
        "1e300,1.0e300",
        "2e-3,0.002",
        "9007199254740991,9007199254740991",
        "5e-324,4.9e-324",
        "2.2250738585072014E-308,2.2250738585072014e-308"
    })
    void jsonNumbersAreShortAndTheirExponentIsLowerCase(double value, String expected) {
        assertThat(json("", List.of(Reading.ofNumber("a", null, TIME_MS, value))))
                .isEqualTo("[{\"bt\":1732435200,\"n\":\"a\",\"v\":" + expected + "}]");
    }

    @ParameterizedTest
    @CsvSource({
        "0,00",
        "-1,20",
        "100,1864",
        "0.5,c4822005",
        "21.3,c4822018d5",
        "-21.3,c4822038d4",
        "1234.5,fa449a5000",
        "0.09375,fa3dc00000",
        "3.141592653589793,fb400921fb54442d18",
        "1e300,c48219012c01"
    })
    void cborNumbersTakeTheFewestBytes(double value, String expected) {
        assertThat(cborValue(value)).isEqualTo(expected);
    }

    @Test
    void aPackHasAtLeastOneReading() {
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(SenmlFormat.CBOR, "", List.of()));
    }

    @Test
    void aPackHasNoMoreReadingsThanFitForCertain() {
        List<Reading> tooMany = Collections.nCopies(SenmlEncoder.MAX_READINGS + 1, NODE.get(0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(SenmlFormat.CBOR, "", tooMany))
                .withMessage("1 to 250 readings a pack, not 251");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "farm 7/", "farm-7#", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void aRootIsTheBeginningOfAName(String root) {
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(SenmlFormat.JSON, root, NODE));
    }
}
