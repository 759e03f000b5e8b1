package vn.tuoi.cloud.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.cloud.registry.FarmLog;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Messages that a lane refused, until they are written where people can look at them. They are acknowledged like the
 * others: a bad message must not come again and again. One lane's, on its thread.
 */
final class Quarantine {
    private final LongAdder refused;
    private final List<FarmLog.Refused> found = new ArrayList<>();

    Quarantine(Metrics metrics, String lane) {
        this.refused =
                metrics.counter("tuoi_intake_refused_total", "Messages put into quarantine.", "lane=\"" + lane + "\"");
    }

    void add(Inbound message, long nowMs, String reason, String text) {
        refused.increment();
        String farm = FarmTopic.parse(message.topic())
                .map(address -> address.farm().value())
                .orElse("");
        byte[] payload = message.payload();
        byte[] beginning = Arrays.copyOf(payload, Math.min(payload.length, FarmLog.Refused.MAX_PAYLOAD_BYTES));
        String base64 = Base64.getEncoder().encodeToString(beginning);
        found.add(new FarmLog.Refused(farm, message.topic(), nowMs, reason, text, base64));
    }

    /** What was added since the last time. */
    List<FarmLog.Refused> drain() {
        List<FarmLog.Refused> all = List.copyOf(found);
        found.clear();
        return all;
    }
}
