package vn.tuoi.cloud.intake;

import io.github.bucket4j.Bucket;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * One topic of a registered farm, and all that a message of it needs to know of the farm: with thousands of farms
 * nothing of a farm is in a cache when its message comes, and each object that is looked at costs a wait for memory. One
 * lane's, on its thread.
 */
final class Sender {
    /** The bucket is asked for so many bytes at once, or more: a thousandth of what it holds or less. */
    private static final int COUNTED_TOGETHER = 2 << 10;

    private final Recipient recipient;
    private final String id;
    private final String root;
    private final FarmTopic topic;
    private final Bucket bucket;
    private final Presence.Seen seen;
    private int uncounted;

    /**
     * A sender that has sent nothing yet.
     *
     * @param recipient the farm as the one that is told what is stored
     * @param bucket what it may send, in bytes
     * @param seen where it is noted when the farm was heard of
     */
    Sender(Recipient recipient, FarmTopic topic, Bucket bucket, Presence.Seen seen) {
        this.recipient = recipient;
        this.id = recipient.farm().value();
        this.root = id + "/";
        this.topic = topic;
        this.bucket = bucket;
        this.seen = seen;
    }

    Recipient recipient() {
        return recipient;
    }

    FarmId farm() {
        return recipient.farm();
    }

    /** The farm's id as text. */
    String id() {
        return id;
    }

    /** What the farm's points are named below, e.g. {@code hill/}. */
    String root() {
        return root;
    }

    FarmTopic topic() {
        return topic;
    }

    /** Whether the farm is within what it may send; counts the bytes of a message when it is. */
    boolean mayGoOn(int bytes) {
        int together = uncounted + Math.max(1, bytes);
        if (together < COUNTED_TOGETHER) {
            uncounted = together;
            return true;
        }
        boolean within = bucket.tryConsume(together);
        if (within) {
            uncounted = 0;
        }
        return within;
    }

    void heardAt(long ms) {
        seen.at(ms);
    }
}
