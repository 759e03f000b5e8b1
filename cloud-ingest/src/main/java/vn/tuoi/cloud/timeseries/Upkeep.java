package vn.tuoi.cloud.timeseries;

/**
 * What a step of a store's upkeep did and left.
 *
 * @param more whether there is work left that could be done at once
 * @param rolledHours hours of a series or farm that were brought into the rollups
 * @param droppedDays days of readings that went by age or size
 * @param waiting series-days or farm-days with closed hours that are not in the rollups yet, as last counted
 * @param oldestWaitingMs the beginning of the oldest of these hours; {@link Long#MAX_VALUE} when there is none
 * @param bytes what the store uses; -1 when it cannot tell
 */
public record Upkeep(boolean more, int rolledHours, int droppedDays, long waiting, long oldestWaitingMs, long bytes) {}
