package vn.tuoi.cloud.plan;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.registry.Plans;
import vn.tuoi.config.json.Problem;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.PlanValidator;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Changes plans and sends them: every change is a new version, stored first, then published signed and retained. What
 * the broker misses while it is away it gets with {@link #publishAll}. Thread-safe; blocks.
 */
public final class PlanDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlanDesk.class);

    /** Plans that are published again at once: signing one takes half a millisecond, and all farms come back now. */
    private static final int AT_ONCE = 200;

    /** Between two more to farms that have not applied theirs: a province in two minutes. */
    private static final int PAUSE_MS = 10;

    /** Between two that are applied, for a broker that has lost what was retained: a province in 22 minutes. */
    private static final int APPLIED_PAUSE_MS = 100;

    private final Plans plans;
    private final SigningKey key;
    private final InstantSource clock;
    private final BrokerLink link;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread publishing = new Thread(task, "plans");
        publishing.setDaemon(true);
        return publishing;
    });

    /** Of the last wish to publish all; an earlier one gives way. */
    private final AtomicInteger round = new AtomicInteger();

    public PlanDesk(Plans plans, SigningKey key, InstantSource clock, BrokerLink link) {
        this.link = link;
        this.plans = plans;
        this.key = key;
        this.clock = clock;
    }

    /** What came of a change. */
    public sealed interface Outcome {
        /** It is stored, with this version, and on its way. */
        record Saved(FarmPlan plan) implements Outcome {}

        /** The plan has changed since it was read. */
        record Changed(long currentVersion) implements Outcome {}

        /** It cannot be taken; paths are those of the document that was given. */
        record Invalid(List<Problem> problems) implements Outcome {}

        /** The farm has no plan, or its plan no such zone. */
        record Unknown() implements Outcome {}
    }

    /**
     * Replaces a whole plan. Its version is given here, whatever stands in it.
     *
     * @param plan as somebody wrote it
     * @param expected the version that it was made from, 0 when there was none; null replaces whatever there is
     */
    public Outcome replace(FarmPlan plan, @Nullable Long expected, String by) {
        long current = plans.current(plan.farm()).map(FarmPlan::version).orElse(0L);
        if (expected != null && expected != current) {
            return new Outcome.Changed(current);
        }
        FarmPlan next = plan.withVersion(current + 1);
        List<Problem> problems = PlanValidator.problems(next);
        return problems.isEmpty() ? save(next, current, by) : new Outcome.Invalid(problems);
    }

    /** Replaces the program of one zone; as {@link #replace} otherwise. */
    public Outcome program(FarmId farm, String zone, Program program, @Nullable Long expected, String by) {
        Optional<FarmPlan> plan = plans.current(farm);
        if (plan.isEmpty() || plan.get().zone(zone).isEmpty()) {
            return new Outcome.Unknown();
        }
        long current = plan.get().version();
        if (expected != null && expected != current) {
            return new Outcome.Changed(current);
        }
        List<Problem> problems = PlanValidator.problems(program);
        return problems.isEmpty()
                ? save(plan.get().withProgram(zone, program, current + 1), current, by)
                : new Outcome.Invalid(problems);
    }

    private Outcome save(FarmPlan plan, long current, String by) {
        if (!plans.add(plan, current, by, clock.instant())) {
            return new Outcome.Changed(
                    plans.current(plan.farm()).map(FarmPlan::version).orElse(0L));
        }
        var unused = publish(plan);
        return new Outcome.Saved(plan);
    }

    private CompletableFuture<Void> publish(FarmPlan plan) {
        String topic = FarmTopic.PLAN.of(plan.farm());
        return link.publish(topic, key.sign(topic, StrictJson.write(plan)), true, null)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "plan {} of {} waits for the broker: {}",
                                plan.version(),
                                plan.farm(),
                                failure.toString());
                    }
                });
    }

    /**
     * Publishes the newest plan of every farm: after a start, and after the broker was away. Returns at once; farms that
     * come back at the same time must not wait for it.
     */
    public void publishAll() {
        int mine = round.incrementAndGet();
        thread.execute(() -> {
            try {
                publishAll(mine);
            } catch (InterruptedException e) {
                // asked to end
            } catch (RuntimeException e) {
                LOG.warn("plans were not all published again; they are at the next connection", e);
            }
        });
    }

    private void publishAll(int mine) throws InterruptedException {
        int published = 0;
        for (Plans.Planned planned : plans.planned()) {
            if (mine != round.get() || !link.isConnected()) {
                return;
            }
            plans.current(planned.farm()).ifPresent(plan -> {
                var unused = publish(plan);
            });
            published++;
            if (published > AT_ONCE) {
                TimeUnit.MILLISECONDS.sleep(planned.applied() ? APPLIED_PAUSE_MS : PAUSE_MS);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
