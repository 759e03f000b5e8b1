package vn.tuoi.cloud.intake;

import java.util.ArrayList;
import java.util.List;
import vn.tuoi.config.senml.MalformedPack;

/** Why a message goes into quarantine, as short codes; besides, those of {@link MalformedPack.Reason}. */
final class RefusalReasons {
    /** The topic is no registered farm's. */
    static final String UNKNOWN_FARM = "unknown_farm";

    /** A reading's time is too far ahead of the farms' clock. */
    static final String FUTURE_TIME = "future_time";

    /** An event, reply or state that is no document of its kind. */
    static final String MALFORMED = "malformed";

    /** An event, reply or state that the registry cannot store for what it says. */
    static final String NOT_STORABLE = "not_storable";

    private RefusalReasons() {}

    /** Every code, so that each has a metric from the start. */
    static List<String> all() {
        List<String> all = new ArrayList<>(List.of(UNKNOWN_FARM, FUTURE_TIME, MALFORMED, NOT_STORABLE));
        for (MalformedPack.Reason reason : MalformedPack.Reason.values()) {
            all.add(reason.code());
        }
        return all;
    }
}
