package vn.tuoi.agronomy.crop;

import vn.tuoi.agronomy.Range;

/**
 * Lengths of the four growth stages by the calendar, FAO-56 table 11.
 *
 * @param initialDays planting to 10 % ground cover
 * @param developmentDays to effective full cover
 * @param midDays to the start of maturity
 * @param lateDays to harvest
 */
public record GrowthStages(int initialDays, int developmentDays, int midDays, int lateDays) {

    private static final Range DAYS = new Range("growth stage", "d", 0, 1000);

    /** A growth stage. */
    public enum Stage {
        /** Little cover. */
        INITIAL,
        /** Cover grows. */
        DEVELOPMENT,
        /** Full cover. */
        MID,
        /** Ripening. */
        LATE
    }

    /** Refuses a negative stage and a season without a day. */
    public GrowthStages {
        DAYS.require(initialDays);
        DAYS.require(developmentDays);
        DAYS.require(midDays);
        DAYS.require(lateDays);
        if (initialDays + developmentDays + midDays + lateDays < 1) {
            throw new IllegalArgumentException("growth stages have no day in all");
        }
    }

    /** Days from planting to harvest. */
    public int totalDays() {
        return initialDays + developmentDays + midDays + lateDays;
    }

    /** The stage of a day, 0 on the first; late after harvest. */
    public Stage stage(int dayIndex) {
        if (dayIndex <= initialDays) {
            return Stage.INITIAL;
        }
        if (dayIndex <= initialDays + developmentDays) {
            return Stage.DEVELOPMENT;
        }
        return dayIndex <= initialDays + developmentDays + midDays ? Stage.MID : Stage.LATE;
    }

    /** How much of the development is behind, 0 to 1: what height and roots follow, as they are linear in Kcb. */
    public double developed(int dayIndex) {
        if (dayIndex <= initialDays) {
            return 0;
        }
        return developmentDays == 0 ? 1 : Math.min(1, (dayIndex - initialDays) / (double) developmentDays);
    }
}
