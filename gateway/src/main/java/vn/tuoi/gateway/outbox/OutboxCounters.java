package vn.tuoi.gateway.outbox;

/**
 * What an outbox holds and has done since it was opened.
 *
 * @param unackedMessages messages that wait for the cloud's word
 * @param bytes on disk
 * @param appended messages made durable
 * @param commits disk flushes that did it
 * @param acked messages that the cloud has stored
 * @param thinnedReadings readings given up between coarser steps because the outbox was full
 * @param droppedMessages messages given up whole because the outbox was full or they were too old
 * @param damagedBytes bytes that could not be read when the outbox was opened
 * @param refused messages that were not taken
 */
public record OutboxCounters(
        long unackedMessages,
        long bytes,
        long appended,
        long commits,
        long acked,
        long thinnedReadings,
        long droppedMessages,
        long damagedBytes,
        long refused) {}
