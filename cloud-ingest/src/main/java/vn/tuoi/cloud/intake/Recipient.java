package vn.tuoi.cloud.intake;

import vn.tuoi.config.topic.FarmId;

/**
 * A registered farm, and of what it has sent the part that is stored and was not told to it yet. Kept as long as the
 * process, so that a message needs neither a look-up nor new objects that outlive the collector's next round. Guarded by
 * its {@link Acknowledger}, the farm apart.
 */
final class Recipient {
    final SeqRanges stored = new SeqRanges();
    private final FarmId farm;

    /** Whether the next round tells it. */
    boolean isDue;

    Recipient(FarmId farm) {
        this.farm = farm;
    }

    FarmId farm() {
        return farm;
    }
}
