package vn.tuoi.edge.device;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;

/** All outputs and inputs of one farm: a real Pi's, or a simulated field's. Thread-safe. */
public interface Rig extends AutoCloseable {
    /**
     * Makes ready for a plan.
     *
     * @return what hinders this hardware from serving it; null when nothing does
     */
    @Nullable
    Explanation fit(FarmPlan plan);

    /** The output of a station of the plan. */
    Optional<Station> station(String id);

    /** Every output. */
    List<Station> stations();

    /** Every sensor that is wired here, with its reporting. */
    List<SampledSensor> sensors();

    /** Turns every output off and lets the hardware go; tries all even when one fails. */
    @Override
    void close();
}
