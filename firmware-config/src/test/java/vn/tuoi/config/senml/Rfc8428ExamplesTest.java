package vn.tuoi.config.senml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of RFC 8428 sections 5.1 and 6, typed from the RFC. */
class Rfc8428ExamplesTest {
    private static final long NOW_MS = 1_320_078_429_000L;
    private static final String DEVICE = "urn:dev:ow:10e2073a01080063";

    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);

    @Test
    void singleDataPointIsNow() throws MalformedPack {
        assertThat(json("""
                [
                  {"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}
                ]""")).containsExactly(Reading.ofNumber(DEVICE, "Cel", NOW_MS, 23.1));
    }

    @Test
    void baseNameIsPrependedToEveryName() throws MalformedPack {
        assertThat(json("""
                [
                  {"bn":"urn:dev:ow:10e2073a01080063:","n":"voltage","u":"V","v":120.1},
                  {"n":"current","u":"A","v":1.2}
                ]"""))
                .containsExactly(
                        Reading.ofNumber(DEVICE + ":voltage", "V", NOW_MS, 120.1),
                        Reading.ofNumber(DEVICE + ":current", "A", NOW_MS, 1.2));
    }

    @Test
    void baseTimeAndBaseUnitResolveInJson() throws MalformedPack {
        assertThat(json("""
                [
                  {"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,
                   "bu":"A","bver":5,
                   "n":"voltage","u":"V","v":120.1},
                  {"n":"current","t":-5,"v":1.2},
                  {"n":"current","t":-4,"v":1.3},
                  {"n":"current","t":-3,"v":1.4},
                  {"n":"current","t":-2,"v":1.5},
                  {"n":"current","t":-1,"v":1.6},
                  {"n":"current","v":1.7}
                ]""")).isEqualTo(voltageAndCurrents());
    }

    @Test
    void baseTimeAndBaseUnitResolveInCbor() throws MalformedPack {
        byte[] pack = HexFormat.of().parseHex("""
                87a721781b75726e3a6465763a6f773a
                31306532303733613031303830303 63a
                22fb41d303a15b001062236141200500
                67766f6c7461676501615602fb405e06
                6666666666a3006763757272656e7406
                2402fb3ff3333333333333a300676375
                7272656e74062302fb3ff4cccccccccc
                cda3006763757272656e74062202fb3f
                f6666666666666a3006763757272656e
                74062102f93e00a3006763757272656e
                74062002fb3ff999999999999aa30067
                63757272656e74060002fb3ffb333333
                333333""".replaceAll("\\s", ""));

        assertThat(decoder.decode(pack, "", NOW_MS)).isEqualTo(voltageAndCurrents());
    }

    private static List<Reading> voltageAndCurrents() {
        String device = "urn:dev:ow:10e2073a0108006:";
        long baseMs = 1_276_020_076_001L;
        return List.of(
                Reading.ofNumber(device + "voltage", "V", baseMs, 120.1),
                Reading.ofNumber(device + "current", "A", baseMs - 5_000, 1.2),
                Reading.ofNumber(device + "current", "A", baseMs - 4_000, 1.3),
                Reading.ofNumber(device + "current", "A", baseMs - 3_000, 1.4),
                Reading.ofNumber(device + "current", "A", baseMs - 2_000, 1.5),
                Reading.ofNumber(device + "current", "A", baseMs - 1_000, 1.6),
                Reading.ofNumber(device + "current", "A", baseMs, 1.7));
    }

    @Test
    void multipleMeasurementsResolveToTheResolvedExample() throws MalformedPack {
        List<Reading> sent = json("""
                [
                  {"bn":"urn:dev:ow:10e2073a01080063","bt":1.320067464e+09,
                   "bu":"%RH","v":20},
                  {"u":"lon","v":24.30621},
                  {"u":"lat","v":60.07965},
                  {"t":60,"v":20.3},
                  {"u":"lon","t":60,"v":24.30622},
                  {"u":"lat","t":60,"v":60.07965},
                  {"t":120,"v":20.7},
                  {"u":"lon","t":120,"v":24.30623},
                  {"u":"lat","t":120,"v":60.07966},
                  {"u":"%EL","t":150,"v":98},
                  {"t":180,"v":21.2},
                  {"u":"lon","t":180,"v":24.30628},
                  {"u":"lat","t":180,"v":60.07967}
                ]""");
        List<Reading> resolved = json("""
                [
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067464e+09,"v":20},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067464e+09,"v":24.30621},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067464e+09,"v":60.07965},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067524e+09,"v":20.3},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067524e+09,"v":24.30622},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067524e+09,"v":60.07965},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067584e+09,"v":20.7},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067584e+09,"v":24.30623},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067584e+09,"v":60.07966},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%EL","t":1.320067614e+09,"v":98},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067644e+09,"v":21.2},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067644e+09,"v":24.30628},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067644e+09,"v":60.07967}
                ]""");

        assertThat(sent).isEqualTo(resolved).hasSize(13);
        assertThat(sent.get(9)).isEqualTo(Reading.ofNumber(DEVICE, "%EL", 1_320_067_614_000L, 98));
    }

    @Test
    void stringAndDataValuesRefuseTheWholePack() {
        assertThatThrownBy(() -> json("""
                [
                  {"bn":"urn:dev:ow:10e2073a01080063:","n":"temp","u":"Cel","v":23.1},
                  {"n":"label","vs":"Machine Room"},
                  {"n":"open","vb":false},
                  {"n":"nfv-reader","vd":"aGkgCg"}
                ]"""))
                .isInstanceOf(MalformedPack.class)
                .hasMessage("record 2 vs: telemetry takes v or vb only");
    }

    @Test
    void aLaterBaseNameReplacesTheFirstAndKeepsTheBaseTime() throws MalformedPack {
        assertThat(json("""
                [
                  {"bn":"2001:db8::2/","bt":1.320078429e+09,
                   "n":"temperature","u":"Cel","v":25.2},
                  {"n":"humidity","u":"%RH","v":30},
                  {"bn":"2001:db8::1/","n":"temperature","u":"Cel","v":12.3},
                  {"n":"humidity","u":"%RH","v":67}
                ]"""))
                .containsExactly(
                        Reading.ofNumber("2001:db8::2/temperature", "Cel", 1_320_078_429_000L, 25.2),
                        Reading.ofNumber("2001:db8::2/humidity", "%RH", 1_320_078_429_000L, 30),
                        Reading.ofNumber("2001:db8::1/temperature", "Cel", 1_320_078_429_000L, 12.3),
                        Reading.ofNumber("2001:db8::1/humidity", "%RH", 1_320_078_429_000L, 67));
    }

    @Test
    void aRecordOfBaseFieldsAloneGivesNoReading() throws MalformedPack {
        assertThat(json("""
                [
                  {"bn":"urn:dev:ow:10e2073a01080063:"},
                  {"n":"temp","u":"Cel","v":23.1},
                  {"n":"heat","u":"/","v":1},
                  {"n":"fan","u":"/","v":0}
                ]"""))
                .containsExactly(
                        Reading.ofNumber(DEVICE + ":temp", "Cel", NOW_MS, 23.1),
                        Reading.ofNumber(DEVICE + ":heat", "/", NOW_MS, 1),
                        Reading.ofNumber(DEVICE + ":fan", "/", NOW_MS, 0));
    }

    @Test
    void aTenthOfASecondAfterTheBaseTimeIsKept() throws MalformedPack {
        assertThat(json("""
                [
                  {"bt":1.320078429e+09,"bu":"/","n":"2001:db8::3","v":0.5},
                  {"n":"2001:db8::4","v":0.5},
                  {"n":"2001:db8::3","t":0.1,"v":0},
                  {"n":"2001:db8::4","t":0.1,"v":0}
                ]"""))
                .extracting(Reading::timeMs)
                .containsExactly(1_320_078_429_000L, 1_320_078_429_000L, 1_320_078_429_100L, 1_320_078_429_100L);
    }

    private List<Reading> json(String pack) throws MalformedPack {
        return decoder.decode(pack.getBytes(UTF_8), "", NOW_MS);
    }
}
