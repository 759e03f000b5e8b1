package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.senml.SenmlLimits;

final class ThinningTest {
    private static final long START_MS = 1_700_000_100_000L;
    private static final long MINUTE_MS = 60_000;

    private final Thinning thinning = new Thinning("farm/");
    private final SenmlEncoder encoder = new SenmlEncoder();
    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);

    private OutboxRecord pack(long seq, List<Reading> readings) {
        return new OutboxRecord(
                MessageKind.TELEMETRY, seq, START_MS, encoder.encode(SenmlFormat.CBOR, "farm/", readings));
    }

    private List<Reading> decode(Thinning.Thinned thinned) throws MalformedPack {
        List<Reading> readings = new ArrayList<>();
        for (byte[] pack : thinned.packs()) {
            readings.addAll(decoder.decode(pack, "farm/", START_MS));
        }
        return readings;
    }

    @Test
    void keepsOneReadingOfAGaugeInAStepAllFallenRainAndEveryMoveOfAValve() throws MalformedPack {
        List<OutboxRecord> minutes = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            long atMs = START_MS + minute * MINUTE_MS;
            minutes.add(pack(
                    minute,
                    List.of(
                            Reading.ofNumber("a/soil_moisture", "/", atMs, 0.3 + minute),
                            Reading.ofNumber("w/rain", "mm", atMs, minute == 7 || minute == 8 ? 0.2 : 0),
                            Reading.ofBoolean("a/valve", atMs, minute >= 20 && minute < 30))));
        }

        Thinning.Thinned thinned = thinning.thin(minutes, Thinning.STEPS_MS[2]);

        List<Reading> left = decode(thinned);
        assertThat(left)
                .filteredOn(reading -> reading.point().equals("a/soil_moisture"))
                .hasSize(4);
        assertThat(left)
                .filteredOn(reading -> reading.point().equals("w/rain"))
                .containsExactly(
                        Reading.ofNumber("w/rain", "mm", START_MS + 7 * MINUTE_MS, 0.2),
                        Reading.ofNumber("w/rain", "mm", START_MS + 8 * MINUTE_MS, 0.2));
        assertThat(left)
                .filteredOn(reading -> reading.point().equals("a/valve"))
                .containsExactly(
                        Reading.ofBoolean("a/valve", START_MS, false),
                        Reading.ofBoolean("a/valve", START_MS + 20 * MINUTE_MS, true),
                        Reading.ofBoolean("a/valve", START_MS + 30 * MINUTE_MS, false));
        assertThat(thinned.givenUp()).isEqualTo(180 - left.size());
        assertThat(thinned.packs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onlySelectsAndNeverInvents(long seed) throws MalformedPack {
        Random random = new Random(seed);
        List<OutboxRecord> records = new ArrayList<>();
        List<Reading> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Reading> readings = new ArrayList<>();
            for (int j = 0; j <= random.nextInt(8); j++) {
                String point = "z" + random.nextInt(3) + "/" + (random.nextBoolean() ? "volume" : "flow");
                readings.add(
                        Reading.ofNumber(point, "l", START_MS + random.nextInt(7_200_000), random.nextInt(4) * 0.5));
            }
            all.addAll(readings);
            records.add(pack(i, readings));
        }
        long step = Thinning.STEPS_MS[random.nextInt(4)];
        List<Reading> left = decode(thinning.thin(records, step));
        assertThat(all).containsAll(left);
        assertThat(sumOfVolume(left)).isEqualTo(sumOfVolume(all));
    }

    private static double sumOfVolume(List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.point().endsWith("/volume"))
                .mapToDouble(Reading::value)
                .sum();
    }

    @Test
    void aPackThatItCannotReadTravelsAsItIs() {
        byte[] odd = {1, 2, 3};
        Thinning.Thinned thinned =
                thinning.thin(List.of(new OutboxRecord(MessageKind.TELEMETRY, 1, START_MS, odd)), MINUTE_MS);
        assertThat(thinned.packs()).containsExactly(odd);
    }
}
