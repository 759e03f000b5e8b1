package vn.tuoi.config.senml;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Property: a pack with random damage is taken or refused, and nothing but a {@link MalformedPack} comes out. */
class SenmlMutationTest {
    private static final int MUTANTS = 20_000;
    private static final long NOW_MS = 1_732_435_200_000L;
    private static final byte[] TOKENS = "[]{}\",:-_eE.0159tfn\\ \0".getBytes(US_ASCII);

    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);

    @ParameterizedTest
    @EnumSource
    void damagedPacksAreTakenOrRefused(SenmlFormat format) {
        byte[] pack = new SenmlEncoder()
                .encode(
                        format,
                        "farm-7/",
                        List.of(
                                Reading.ofNumber("tea-1/soil_moisture", "/", NOW_MS, 0.314),
                                Reading.ofNumber("tea-1/soil_temperature", "Cel", NOW_MS - 1_500, 21.37),
                                Reading.ofNumber("tea-1/ec", "uS/cm", NOW_MS - 60_000, 1.0e-7),
                                Reading.ofNumber("tea-1/rain", null, NOW_MS, Math.PI),
                                Reading.ofBoolean("tea-1/valve", NOW_MS, true)));
        Random random = new Random(20_241_124);
        int taken = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(pack, random);
            try {
                taken += decoder.decode(mutant, "farm-7/", NOW_MS).isEmpty() ? 0 : 1;
            } catch (MalformedPack refused) {
                assertThat(refused.getMessage()).hasSizeBetween(1, MalformedPack.MAX_MESSAGE_BYTES);
            } catch (RuntimeException bug) {
                throw new AssertionError("mutant " + i + ": " + Arrays.toString(mutant), bug);
            }
        }
        assertThat(taken).as("some damage is harmless, most is not").isBetween(1, MUTANTS / 2);
    }

    private static byte[] mutate(byte[] pack, Random random) {
        byte[] mutant = pack.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && mutant.length > 1; i++) {
            int at = random.nextInt(mutant.length);
            mutant = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(mutant, at);
                case 1 -> spliced(mutant, at, at + 1, new byte[0]);
                case 2 -> spliced(mutant, at, at, new byte[] {TOKENS[random.nextInt(TOKENS.length)]});
                case 3 -> spliced(mutant, at, at, Arrays.copyOfRange(mutant, at, Math.min(at + 12, mutant.length)));
                case 4 -> spliced(mutant, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                default -> spliced(mutant, at, at + 1, new byte[] {(byte) (mutant[at] ^ (1 << random.nextInt(8)))});
            };
        }
        return mutant;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] replacement) {
        byte[] result = new byte[bytes.length - (to - from) + replacement.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(replacement, 0, result, from, replacement.length);
        System.arraycopy(bytes, to, result, from + replacement.length, bytes.length - to);
        return result;
    }
}
