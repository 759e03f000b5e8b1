package vn.tuoi.cloud.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * The messages of many farms in one numbered row: which farm each is from, its sequence number there, its time and its
 * eight readings. Every reading of the row has a (farm, point, time) of its own, so what arrives can be counted. A farm
 * sends {@code burst} messages one after the other, as one does that drains a backlog; 1 is what farms do every minute, and
 * the times say a minute even when they are sent faster.
 * Immutable.
 */
final class FarmMessages {
    static final int READINGS = 8;

    private static final int MAX_FARMS = 1_000_000;
    private static final long BACKLOG_MS = 86_400_000L;
    private static final long MINUTE_MS = 60_000;

    /** Of a farm that sends faster than once a minute, so that all of them lie within the time that telemetry is kept. */
    private static final long MAX_MINUTES = 144_000;

    private final int zones;
    private final int burst;
    private final int groups;
    private final SenmlFormat format;
    private final int poisonEvery;
    private final double perSecond;
    private final long stepMs;
    private final long firstMs;
    // made once: to make them anew would be a third of what the generator does for a message
    private final String[] roots;
    private final String[] topics;
    private final SenmlEncoder encoder = new SenmlEncoder();

    /**
     * A row of messages.
     *
     * @param load of 1 to 1,000,000 farms with one zone or more, each zone with eight points; every message is of one zone
     * @param startMs now
     * @param length how many there will be at most
     */
    FarmMessages(IngestRun.Load load, long startMs, long length) {
        int farms = load.farms();
        double perSecond = load.perSecond();
        this.zones = load.zones();
        this.burst = load.burst();
        if (farms < 1 || farms > MAX_FARMS || zones < 1 || burst < 1) {
            throw new IllegalArgumentException("1 to 1,000,000 farms with a zone and a message or more");
        }
        this.groups = farms * zones;
        this.roots = new String[farms];
        this.topics = new String[farms];
        for (int farm = 0; farm < farms; farm++) {
            FarmId id = farmId(farm);
            roots[farm] = id + "/";
            topics[farm] = FarmTopic.TELEMETRY.of(id);
        }
        this.format = load.format();
        this.poisonEvery = load.poisonEvery();
        this.perSecond = perSecond;
        long visits = length / groups + burst;
        boolean fasterThanFarms = groups * 1_000.0 / perSecond < MINUTE_MS;
        if (burst > 1) {
            this.stepMs = Math.max(1, Math.min(MINUTE_MS, BACKLOG_MS / visits));
            this.firstMs = startMs - BACKLOG_MS;
        } else if (fasterThanFarms && visits <= MAX_MINUTES) {
            // how densely a series lies in its tables decides what a reading costs: a minute apart, as farms send
            this.stepMs = MINUTE_MS;
            this.firstMs = startMs - visits * MINUTE_MS;
        } else {
            this.stepMs = 0;
            this.firstMs = startMs;
        }
        if (burst == 1 && groups * 1_000.0 / perSecond < 1) {
            throw new IllegalArgumentException(
                    "a farm would send twice in a millisecond; take more farms or a lower rate");
        }
    }

    static FarmId farmId(int farm) {
        return new FarmId(String.format(Locale.ROOT, "bench-%06d", farm));
    }

    static int farmOf(String topicOfFarm) {
        int at = topicOfFarm.indexOf("bench-") + 6;
        return Integer.parseInt(topicOfFarm, at, at + 6, 10);
    }

    private int group(long number) {
        return (int) (number / burst % groups);
    }

    int farm(long number) {
        return group(number) / zones;
    }

    /** How often this farm's zone has been heard before. */
    private long visit(long number) {
        return number / burst / groups * burst + number % burst;
    }

    /** The farm's own count of its messages, from 1. */
    long seq(long number) {
        long round = number / burst / groups;
        int zone = group(number) % zones;
        return (round * zones + zone) * burst + number % burst + 1;
    }

    /** The number in the row of a farm's message. */
    long number(int farm, long seq) {
        long before = seq - 1;
        long round = before / ((long) zones * burst);
        long zone = before / burst % zones;
        return (round * groups + (long) farm * zones + zone) * burst + before % burst;
    }

    private long timeMs(long number) {
        return stepMs == 0 ? firstMs + (long) (number * 1_000.0 / perSecond) : firstMs + visit(number) * stepMs;
    }

    String topic(long number) {
        return topics[farm(number)];
    }

    private boolean isPoison(long number) {
        return poisonEvery > 0 && number % poisonEvery == poisonEvery - 1;
    }

    /** How many of the first {@code count} messages are broken. */
    long poisoned(long count) {
        return poisonEvery > 0 ? count / poisonEvery : 0;
    }

    /** Broken ones end in the middle: most of them has to be read before that shows. */
    byte[] payload(long number) {
        byte[] whole = wholePayload(number);
        return isPoison(number) ? Arrays.copyOf(whole, whole.length - 2) : whole;
    }

    private byte[] wholePayload(long number) {
        String zone = "z" + group(number) % zones + "/";
        long timeMs = timeMs(number);
        // a slow wave with some noise, as sensors give it
        double wave = Math.sin(number * 1e-3);
        double noise = ((number * 0x9E3779B97F4A7C15L) >>> 54) / 1_024.0;
        List<Reading> readings = new ArrayList<>(READINGS);
        readings.add(Reading.ofNumber(zone + "soil_moisture", "/", timeMs, round(0.3 + 0.05 * wave + 0.01 * noise)));
        readings.add(Reading.ofNumber(zone + "soil_temperature", "Cel", timeMs, round(22 + wave + noise)));
        readings.add(Reading.ofNumber(zone + "air_temperature", "Cel", timeMs, round(26 + 5 * wave + noise)));
        readings.add(Reading.ofNumber(zone + "air_humidity", "%RH", timeMs, round(70 + 9 * wave + noise)));
        readings.add(Reading.ofNumber(zone + "flow", "l/min", timeMs, round(12 + noise)));
        readings.add(Reading.ofNumber(zone + "water_level", "cm", timeMs, round(3 + wave)));
        readings.add(Reading.ofNumber(zone + "battery", "V", timeMs, round(3.6 + 0.1 * noise)));
        readings.add(Reading.ofBoolean(zone + "valve", timeMs, noise > 0.5));
        return encoder.encode(format, roots[farm(number)], readings);
    }

    private static double round(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
