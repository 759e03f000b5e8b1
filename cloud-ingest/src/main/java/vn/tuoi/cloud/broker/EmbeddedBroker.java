package vn.tuoi.cloud.broker;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/**
 * The MQTT broker of a cloud that has no other: Artemis with one acceptor and one protocol, a journal that is synced
 * before a PUBACK, and rights by {@link BrokerRules}. Why, and the figures: docs/adr/0002-embedded-broker.md.
 * Thread-safe once started.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String ACCEPTOR = "mqtt";
    private static final int MAX_PACKET_BYTES = 256 * 1024;
    private static final int MAX_CONNECTIONS = 20_000;

    /** Of each topic in memory, and then on disk; beyond, a topic's new messages are dropped. */
    private static final long MAX_TOPIC_MEMORY_BYTES = 4L << 20;

    private static final long MAX_TOPIC_DISK_BYTES = 64L << 20;

    /** Kept free for the databases: below it publishers have to wait. */
    private static final long MIN_DISK_FREE_BYTES = 256L << 20;

    /** Sessions of MQTT 3.1.1 clients would otherwise live for ever. */
    private static final int DEFAULT_SESSION_EXPIRY_SECONDS = 86_400;

    static {
        // Artemis frees direct buffers that Netty did not make when it reads its journal again after a crash. From Java
        // 25
        // on Netty can do that only when it is told to keep using Unsafe, and it looks before its first class is used.
        System.getProperties().putIfAbsent("io.netty.noUnsafe", "false");
    }

    private final ActiveMQServer server;
    private final int port;

    private EmbeddedBroker(ActiveMQServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker.
     *
     * @param folder where its journal lives
     * @param host address to listen on
     * @param port 0 for any free one
     * @param onDiskFailure called once when the journal fails; the broker has then stopped serving
     * @throws BindException when it cannot listen there
     */
    public static EmbeddedBroker start(Path folder, String host, int port, BrokerRules rules, Runnable onDiskFailure)
            throws Exception {
        ActiveMQServer server = new FarmSizedServer(configuration(folder, host, port), new RulesAdapter(rules));
        server.registerIOCriticalErrorListener((cause, message, file) -> onDiskFailure.run());
        server.start();
        // Artemis only logs a listener that could not bind
        if (server.getRemotingService().getAcceptor(ACCEPTOR) instanceof NettyAcceptor acceptor
                && acceptor.getActualPort() > 0) {
            return new EmbeddedBroker(server, acceptor.getActualPort());
        }
        boolean listened = server.isStarted();
        server.stop();
        if (!listened) {
            throw new IOException("the broker cannot use its journal in " + folder + "; its log above says why");
        }
        throw new BindException("cannot listen for MQTT on " + host + ":" + port + ": is the port in use?");
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private static Configuration configuration(Path folder, String host, int port) {
        String directory = folder.toAbsolutePath().toString();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("tuoi");
        // with MQTT's own separators topics stay topics, and the rules see them as they are
        configuration.setWildCardConfiguration(
                new WildcardConfiguration().setDelimiter('/').setSingleWord('+').setAnyWords('#'));
        configuration.setSecurityEnabled(true);
        // a revoked right must not live on in a cache; the rules are cheap
        configuration.setAuthenticationCacheSize(0).setAuthorizationCacheSize(0);
        configuration.setBindingsDirectory(directory + "/bindings");
        configuration.setJournalDirectory(directory + "/journal");
        configuration.setPagingDirectory(directory + "/paging");
        configuration.setLargeMessagesDirectory(directory + "/large");
        configuration.setNodeManagerLockDirectory(directory + "/lock");
        configuration.setPersistenceEnabled(true);
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalDatasync(true).setJournalSyncTransactional(true).setJournalSyncNonTransactional(true);
        configuration.setJournalFileSize(4 << 20).setJournalMinFiles(2).setJournalPoolFiles(8);
        configuration.setGlobalMaxSize(Math.max(32L << 20, Runtime.getRuntime().maxMemory() / 8));
        // by share of the disk it would stop every publisher at 90 %, on a large disk with much left
        configuration.setMaxDiskUsage(-1);
        configuration.setMinDiskFree(MIN_DISK_FREE_BYTES);
        configuration.setJMXManagementEnabled(false).setMessageCounterEnabled(false);
        configuration.setSuppressSessionNotifications(true);
        configuration.setMessageExpiryScanPeriod(30_000);
        // the granularity of session expiry and of a delayed will
        configuration.setMqttSessionScanInterval(1_000);
        configuration.setThreadPoolMaxSize(8).setScheduledThreadPoolMaxSize(2);
        configuration.setCriticalAnalyzer(false);
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setAutoCreateAddresses(true)
                        .setAutoCreateQueues(true)
                        .setAutoDeleteAddresses(true)
                        .setAutoDeleteQueues(true)
                        // a queue a subscription: the default of 8,192 slots costs 40 KB for each farm
                        .setInitialQueueBufferSize(8)
                        // the default of 10 throws messages away after ten reconnects
                        .setMaxDeliveryAttempts(-1)
                        .setMaxSizeBytes(MAX_TOPIC_MEMORY_BYTES)
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setPageSizeBytes(1 << 20)
                        .setPageLimitBytes(MAX_TOPIC_DISK_BYTES)
                        .setPageFullMessagePolicy(PageFullMessagePolicy.DROP));
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                GuardedAcceptorFactory.class.getName(), transport(host, port), ACCEPTOR, mqtt()));
        configuration.setIncomingInterceptorClassNames(List.of(PacketCheck.class.getName()));
        return configuration;
    }

    private static Map<String, Object> transport(String host, int port) {
        return Map.of(
                "host",
                host,
                "port",
                port,
                // else every protocol on the class path is served
                "protocols",
                "MQTT",
                "useEpoll",
                false,
                "useKQueue",
                false,
                "remotingThreads",
                2,
                "connectionsAllowed",
                MAX_CONNECTIONS,
                "handshake-timeout",
                10);
    }

    private static Map<String, Object> mqtt() {
        return Map.of(
                "maximumPacketSize",
                MAX_PACKET_BYTES,
                "topicAliasMaximum",
                16,
                "serverKeepAlive",
                120,
                "defaultMqttSessionExpiryInterval",
                DEFAULT_SESSION_EXPIRY_SECONDS,
                "closeMqttConnectionOnPublishAuthorizationFailure",
                true);
    }
}
