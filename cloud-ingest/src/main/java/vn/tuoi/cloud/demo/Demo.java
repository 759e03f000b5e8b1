package vn.tuoi.cloud.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.CannotStart;
import vn.tuoi.cloud.Cloud;
import vn.tuoi.cloud.CloudSettings;
import vn.tuoi.cloud.command.FarmTiming;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.cloud.registry.FarmHistory;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.topic.FarmId;

/** A running demo: the cloud in this process, the farms in a child. */
final class Demo implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int POLL_MS = 100;

    private final Cloud cloud;
    private final FarmsProcess farms;
    private final DemoDocument document;

    /**
     * What a demo is to be.
     *
     * @param ports 0 takes a free one
     * @param farmClassPath class path of the farms' process
     * @param weather daily weather; null for the built-in climate
     */
    record Options(
            int farms,
            Ports ports,
            Path folder,
            double speed,
            long seed,
            String farmClassPath,
            @Nullable Path weather) {}

    record Ports(int http, int mqtt, int coap) {}

    private Demo(Cloud cloud, FarmsProcess farms, DemoDocument document) {
        this.cloud = cloud;
        this.farms = farms;
        this.document = document;
    }

    /** Starts everything; returns when every farm has applied its plan and {@code demo.json} says so. */
    static Demo start(Options options) throws CannotStart, FarmsFailed, InterruptedException {
        Path folder = options.folder();
        Path announcement = folder.resolve("demo.json");
        Cloud cloud = null;
        FarmsProcess farms = null;
        try {
            PrivateFiles.createFolder(folder);
            Files.deleteIfExists(announcement);
            DemoClock clock = DemoClock.start(folder.resolve("clock.json"), InstantSource.system(), options.speed());
            cloud = Cloud.start(settings(options), new FarmTiming(clock.over(InstantSource.system()), options.speed()));
            DemoSecrets secrets = DemoSecrets.load(folder.resolve("secrets.json"));
            List<FarmPlan> plans = DemoFarms.plans(options.farms());
            Provisioning provisioning = new Provisioning(cloud, secrets, plans, folder);
            provisioning.farms(options.ports().coap());
            farms = FarmsProcess.start(new FarmsProcess.Settings(
                    options.farmClassPath(), provisioning.farmsFolder(), clock, options.seed(), options.weather()));
            // people's PINs take a while to hash; the farms start meanwhile
            DemoDocument document = provisioning.people();
            awaitReady(cloud, farms, provisioning.farmIds());
            PrivateFiles.write(announcement, StrictJson.writeIndented(document));
            return new Demo(cloud, farms, document);
        } catch (IOException e) {
            close(cloud, farms);
            throw CannotStart.of(e);
        } catch (CannotStart | FarmsFailed | InterruptedException | RuntimeException e) {
            close(cloud, farms);
            throw e;
        }
    }

    private static CloudSettings settings(Options options) {
        return new CloudSettings(
                options.folder().resolve("cloud"),
                "demo",
                new CloudSettings.Http(HOST, options.ports().http(), false),
                new CloudSettings.Broker.Embedded(HOST, options.ports().mqtt()),
                new CloudSettings.Telemetry(null, Retention.ofDays(3_660)),
                null,
                CloudSettings.Intake.defaults(options.folder().resolve("cloud")));
    }

    private static void awaitReady(Cloud cloud, FarmsProcess process, List<FarmId> farms)
            throws FarmsFailed, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            process.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new FarmsFailed(
                    "the farms' process ended before it was ready; its log above says why", process.refused(), e);
        } catch (TimeoutException e) {
            throw new FarmsFailed("the farms were not ready within " + PATIENCE.toSeconds() + " s", false, e);
        }
        for (FarmId farm : farms) {
            while (!hasAppliedPlan(cloud, farm)) {
                if (System.nanoTime() > deadline) {
                    throw new FarmsFailed(
                            "farm " + farm + " has not applied its plan within " + PATIENCE.toSeconds() + " s");
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }
    }

    private static boolean hasAppliedPlan(Cloud cloud, FarmId farm) {
        FarmHistory.Status status = cloud.registry().history().status(farm);
        FarmState state = status.state();
        long planned =
                cloud.registry().plans().current(farm).map(FarmPlan::version).orElse(0L);
        return status.online() && state != null && state.planVersion() == planned;
    }

    DemoDocument document() {
        return document;
    }

    /** Completed when the farms' process has ended. */
    CompletableFuture<Process> farmsEnded() {
        return farms.ended();
    }

    /** The farms first: their valves close, and what they have to say still reaches the cloud. */
    @Override
    public void close() {
        close(cloud, farms);
    }

    private static void close(@Nullable Cloud cloud, @Nullable FarmsProcess farms) {
        if (farms != null) {
            farms.close();
        }
        if (cloud != null) {
            cloud.close();
        }
    }
}
