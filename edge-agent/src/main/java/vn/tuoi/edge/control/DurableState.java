package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.edge.program.SoilBalance;

/**
 * What must outlive a restart, as a small JSON document. A program reads the version before its own and the one after:
 * fields that it does not know are ignored at every depth, fields that are new have a default, and a field of the version
 * before is still written. A new value of an enumeration is therefore first read, and written one version later.
 * Everything in it is bounded, so that it stays below {@link StrictJson#MAX_DOCUMENT_BYTES}. Immutable.
 *
 * @param version of this form
 * @param writtenAt when it was so, by the clock
 * @param floor the latest time that is known to have passed
 * @param lived clock time that was lived through, see {@link LivedTime}
 * @param holdUntil until when the whole farm is held
 * @param zones what zones remember, also zones that the plan does not have now
 * @param runs runs that have not ended
 * @param maintenance stations out of service, also stations that the plan does not have now
 * @param commands commands that could come again
 * @param alarms what is the matter
 * @param ledger water by household
 * @param pending events that the outbox has not confirmed; they are published again
 * @param rain rain of the last days
 * @param temperatures extremes of the last days
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DurableState(
        @JsonProperty(required = true) int version,
        @JsonProperty(required = true) Instant writtenAt,
        @JsonProperty(required = true) Instant floor,
        List<LivedTime.Span> lived,
        @Nullable Instant holdUntil,
        List<ZoneMemory> zones,
        List<RunMemory> runs,
        List<String> maintenance,
        List<CommandMemory> commands,
        List<Alarm> alarms,
        List<HouseholdUse> ledger,
        List<FarmEvent> pending,
        @Nullable RainGauge rain,
        @Nullable AirTemperatures temperatures) {
    /** The form that this program writes. */
    public static final int VERSION = 2;

    public DurableState {
        lived = List.copyOf(lived);
        zones = List.copyOf(zones);
        runs = List.copyOf(runs);
        maintenance = List.copyOf(maintenance);
        commands = List.copyOf(commands);
        alarms = List.copyOf(alarms);
        ledger = List.copyOf(ledger);
        pending = List.copyOf(pending);
    }

    /**
     * A zone beside its run.
     *
     * @param handOpen whether a person was asked to close its valve and has not yet
     * @param balance its soil balance
     * @param leftOut how many waterings in a row were left out, see {@link LeftOut}; since version 2
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ZoneMemory(
            @JsonProperty(required = true) String zone,
            @Nullable Instant holdUntil,
            @Nullable Boolean handOpen,
            @Nullable SoilBalance balance,
            @Nullable Integer leftOut) {}

    /**
     * A run that has not ended.
     *
     * @param open whether its valve may have been open
     * @param startedAt when it first opened
     * @param notBefore the end of its soak
     * @param cutAt the end of its program's window
     * @param openMs open time that counts as used, booked ahead
     * @param wateredMs time with water that counts as used, booked ahead, but not beyond what is planned
     * @param bookedMs how much of {@code openMs} was still to come when this was written
     * @param aheadMs how much of {@code wateredMs} was still to come when this was written
     * @param aheadLitres how much of {@code litres} was still to come, by the flow that the plan gave when this was written;
     *     null when none was; since version 2
     * @param clockTrusted whether the time of writing can be relied on
     * @param interruptedAt when it was interrupted, while it waits for the clock to tell for how long; since version 2
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RunMemory(
            @JsonProperty(required = true) RunOrder order,
            @JsonProperty(required = true) boolean open,
            @Nullable Instant startedAt,
            @Nullable Instant notBefore,
            @Nullable Instant cutAt,
            @JsonProperty(required = true) long openMs,
            @JsonProperty(required = true) long wateredMs,
            @JsonProperty(required = true) double litres,
            @JsonProperty(required = true) long meteredMs,
            @JsonProperty(required = true) boolean confirmed,
            @JsonProperty(required = true) long bookedMs,
            @JsonProperty(required = true) long aheadMs,
            @Nullable Double aheadLitres,
            @JsonProperty(required = true) boolean clockTrusted,
            Run.@Nullable Ending ending,
            @Nullable Instant interruptedAt) {}

    /** A state file that was read. */
    public static DurableState parse(byte[] json) throws MalformedDocument {
        DurableState state = StrictJson.readOwn(json, DurableState.class);
        if (state.version < VERSION - 1 || state.version > VERSION + 1) {
            throw new MalformedDocument(
                    "version",
                    "is " + state.version + "; this program reads " + (VERSION - 1) + " to " + (VERSION + 1));
        }
        return state;
    }

    /** The document for the state file. */
    public byte[] toJson() {
        return StrictJson.write(this);
    }
}
