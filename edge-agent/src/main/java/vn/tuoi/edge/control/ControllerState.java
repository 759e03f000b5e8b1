package vn.tuoi.edge.control;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.plan.FarmPlan;

/** A farm's irrigation as it stands after a step. Immutable and thread-safe: a step works on a copy. */
public final class ControllerState {
    private final FarmNow farm;

    ControllerState(FarmNow farm) {
        this.farm = farm;
    }

    /** Before the first event, which must be {@link ControlEvent.Started}. */
    public static ControllerState initial() {
        return new ControllerState(new FarmNow());
    }

    FarmNow copyOfFarm() {
        return farm.copy();
    }

    /** What must be stored before the actions of the step that gave this state. */
    public DurableState durable() {
        return DurableForm.of(farm);
    }

    /** Changes whenever {@link #durable()} must be stored again. */
    public long durableRevision() {
        return farm.durableRevision;
    }

    /**
     * What the farm says of itself.
     *
     * @param now the present time
     * @param software name and version
     * @param bytesToday uplink bytes since midnight, when known
     */
    public FarmState report(ControlTime now, String software, @Nullable Long bytesToday) {
        return StateReport.of(farm, now, software, bytesToday);
    }

    /** The plan that is applied. */
    public @Nullable FarmPlan plan() {
        return farm.layout.plan();
    }

    /** What people are asked now, by zone. */
    public Map<String, FarmState.Question> questions() {
        Map<String, FarmState.Question> questions = new TreeMap<>();
        for (int i = 0; i < farm.zones.length; i++) {
            FarmState.Question question = farm.zones[i].question;
            if (question != null) {
                questions.put(farm.layout.zone(i).plan().id(), question);
            }
        }
        return questions;
    }

    /** Water by household. */
    public List<HouseholdUse> ledger() {
        return List.copyOf(farm.ledger.values());
    }
}
