package vn.tuoi.cloud;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.api.ApiServer;
import vn.tuoi.cloud.api.Routes;
import vn.tuoi.cloud.auth.Secrets;
import vn.tuoi.cloud.auth.SignIn;
import vn.tuoi.cloud.broker.BrokerRules;
import vn.tuoi.cloud.broker.EmbeddedBroker;
import vn.tuoi.cloud.command.CommandDesk;
import vn.tuoi.cloud.command.FarmTiming;
import vn.tuoi.cloud.intake.Intake;
import vn.tuoi.cloud.intake.Presence;
import vn.tuoi.cloud.keys.KeyFile;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.plan.PlanDesk;
import vn.tuoi.cloud.registry.FarmChange;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.spool.Spool;
import vn.tuoi.cloud.timeseries.StoreKeeper;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.view.FarmViews;
import vn.tuoi.cloud.view.LiveNews;
import vn.tuoi.cloud.view.Sentences;
import vn.tuoi.config.sign.SigningKey;

/** The running cloud: every part, put together and closed in the reverse order. Thread-safe. */
public final class Cloud implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cloud.class);
    private static final int EXPIRY_PERIOD_MS = 1_000;
    private static final int PRESENCE_PERIOD_MS = 30_000;
    private static final int QUARANTINE_PERIOD_MS = 3_600_000;
    private static final int DESK_RECEIVE_MAXIMUM = 10;

    private final CloudSettings settings;
    private final FarmTiming timing;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Metrics metrics = new Metrics();
    private final Registry registry;
    private final TelemetryStore store;
    private final SigningKey signingKey;
    private final PlanDesk plans;
    private final Intake intake;
    private final BrokerLink desks;
    private final int mqttPort;
    private final ApiServer api;

    /**
     * Starts all parts; returns when HTTP and, if it is ours, MQTT are served.
     *
     * @param timing the farms' clock
     */
    public static Cloud start(CloudSettings settings, FarmTiming timing) throws CannotStart {
        return new Cloud(settings, timing);
    }

    private Cloud(CloudSettings settings, FarmTiming timing) throws CannotStart {
        this.settings = settings;
        this.timing = timing;
        try {
            checkPorts();
            PrivateFiles.createFolder(settings.dataDir());
            opened(FolderLock.take(settings.dataDir()));
            this.signingKey = KeyFile.loadOrCreate(settings.dataDir().resolve("signing.key"));
            this.registry = opened(Registry.open(settings.dataDir().resolve("registry.db")));
            FirstAdministrator.create(settings, registry);
            this.store = opened(TelemetryStores.open(settings, timing.clock()));
            opened(StoreKeeper.start(store, timing.clock(), metrics));
            Broker broker = broker();
            this.mqttPort = broker.port();

            LiveFeed feed = new LiveFeed();
            metrics.gauge("tuoi_live_watchers", "Open live views.", "", feed::watching);
            Presence presence = new Presence(registry.log()::lastSeen);
            Sentences sentences = new Sentences();
            FarmViews views = new FarmViews(registry, store, presence, timing.clock(), sentences);
            LiveNews news = opened(new LiveNews(feed, views, sentences, registry));
            this.desks = opened(new BrokerLink(
                    broker.address(),
                    new BrokerLink.Purpose(
                            "desks",
                            broker.address().username() + "-" + settings.node() + "-desks",
                            DESK_RECEIVE_MAXIMUM,
                            List.of())));
            this.plans = opened(new PlanDesk(registry.plans(), signingKey, timing.clock(), desks));
            CommandDesk commands =
                    new CommandDesk(registry.commands(), signingKey, timing, InstantSource.system(), desks);
            this.intake = opened(new Intake(
                    broker.address(),
                    new Intake.Surroundings(
                            settings.node(),
                            registry,
                            store,
                            opened(spool()),
                            new Intake.Policy(
                                    settings.telemetry().retention().readings(),
                                    settings.intake().maxAhead()),
                            feed,
                            presence,
                            news::changed),
                    timing.clock(),
                    metrics));
            housekeeping(commands, presence, news);
            this.api = opened(serve(new Routes(
                    new Routes.Sources(registry, store, views, sentences, timing.clock()),
                    new Routes.Desks(new SignIn(registry, InstantSource.system(), new Secrets()), plans, commands),
                    feed,
                    metrics,
                    new Routes.Health(this::isConnected, intake::storeWorks, intake::obstacle),
                    settings.http().secureCookie())));
            EmbeddedBroker own = broker.own();
            if (own != null) {
                own.open();
            }
            intake.start();
            desks.start(message -> {}, () -> {
                commands.sendUnanswered();
                plans.publishAll();
            });
        } catch (IOException e) {
            close();
            throw CannotStart.of(e);
        } catch (StoreUnavailable e) {
            close();
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        } catch (CannotStart | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Before anything runs: the parts themselves would tell it late and in many lines. */
    private void checkPorts() throws CannotStart {
        checkPort("HTTP", settings.http().host(), settings.http().port());
        if (settings.broker() instanceof CloudSettings.Broker.Embedded embedded) {
            checkPort("MQTT", embedded.host(), embedded.port());
        }
    }

    private static void checkPort(String protocol, String host, int port) throws CannotStart {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotStart(
                    "cannot listen for " + protocol + " on " + host + ":" + port + ": " + e.getMessage()
                            + "; free the port or choose another",
                    e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private Spool spool() throws IOException {
        Path folder = settings.intake().spoolFolder();
        PrivateFiles.createFolder(folder);
        return Spool.open(folder.resolve("spool.db"), settings.intake().spool(), InstantSource.system());
    }

    /** @param own null when it is not ours */
    private record Broker(
            BrokerAddress address, int port, @Nullable EmbeddedBroker own) {}

    private Broker broker() throws CannotStart, IOException {
        if (settings.broker() instanceof CloudSettings.Broker.External external) {
            return new Broker(external.address(), 0, null);
        }
        CloudSettings.Broker.Embedded embedded = (CloudSettings.Broker.Embedded) settings.broker();
        String secret = new Secrets().next();
        BrokerRules rules = new BrokerRules(
                farm -> registry.farms()
                        .find(farm)
                        .map(found -> found.credentialDigest())
                        .orElse(null),
                secret);
        try {
            EmbeddedBroker broker = opened(
                    EmbeddedBroker.load(settings.dataDir().resolve("broker"), embedded.host(), embedded.port(), rules));
            registry.farms().onNewCredential(broker::disconnect);
            String uri = "tcp://" + embedded.host() + ":" + broker.port();
            return new Broker(new BrokerAddress(uri, BrokerRules.CLOUD, secret), broker.port(), broker);
        } catch (BindException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    private ApiServer serve(Routes routes) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(new io.vertx.core.file.FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        opened(() -> vertx.close().toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS));
        return ApiServer.start(
                vertx,
                routes,
                new ApiServer.Address(settings.http().host(), settings.http().port()));
    }

    private void housekeeping(CommandDesk commands, Presence presence, LiveNews news) {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "housekeeping"));
        opened(() -> {
            thread.shutdown();
            thread.awaitTermination(2, TimeUnit.SECONDS);
            presence.flush();
        });
        repeat(
                thread,
                EXPIRY_PERIOD_MS,
                () -> news.changed(commands.expire().stream()
                        .map(expired -> (FarmChange) new FarmChange.CommandChanged(expired))
                        .toList()));
        repeat(thread, PRESENCE_PERIOD_MS, presence::flush);
        repeat(
                thread,
                QUARANTINE_PERIOD_MS,
                () -> registry.refusedMessages().forgetOld(timing.clock().instant()));
    }

    private static void repeat(ScheduledExecutorService thread, int periodMs, Runnable task) {
        var unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        // an executor would never call it again
                        LOG.warn("housekeeping failed and will be tried again: {}", e.toString());
                    }
                },
                periodMs,
                periodMs,
                TimeUnit.MILLISECONDS);
    }

    /** Whether the broker is reached for everything. */
    public boolean isConnected() {
        return desks.isConnected() && intake.isConnected();
    }

    public Registry registry() {
        return registry;
    }

    public TelemetryStore store() {
        return store;
    }

    public PlanDesk plans() {
        return plans;
    }

    /** What farms pin at enrolment. */
    public SigningKey signingKey() {
        return signingKey;
    }

    public FarmTiming timing() {
        return timing;
    }

    public int httpPort() {
        return api.port();
    }

    /** The embedded broker's port; 0 when the broker is not ours. */
    public int mqttPort() {
        return mqttPort;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part did not close cleanly", e);
            }
        }
    }
}
