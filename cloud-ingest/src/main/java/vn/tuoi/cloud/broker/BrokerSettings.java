package vn.tuoi.cloud.broker;

import com.hivemq.configuration.service.FullConfigurationService;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.configuration.service.MqttConfigurationService;
import com.hivemq.configuration.service.PersistenceConfigurationService.PersistenceMode;
import com.hivemq.configuration.service.RestrictionsConfigurationService;
import com.hivemq.configuration.service.entity.TcpListener;
import com.hivemq.configuration.service.impl.ConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.MqttConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.PersistenceConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.RestrictionsConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.SecurityConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.listener.ListenerConfigurationServiceImpl;
import com.hivemq.migration.meta.PersistenceType;
import com.hivemq.statistics.UsageStatisticsConfigImpl;

/** How the broker is set up: every limit in one place. Stateless. */
final class BrokerSettings {
    private static final int MAX_PACKET_BYTES = 256 * 1024;
    private static final int MAX_CONNECTIONS = 20_000;
    private static final int MAX_CLIENT_ID_LENGTH = 64;
    private static final int MAX_TOPIC_LENGTH = 256;

    /** After this a connection that has not said who it is ends. */
    private static final int CONNECT_PATIENCE_MS = 5_000;

    private static final int MAX_KEEP_ALIVE_SECONDS = 1_200;

    /** Of the gateway, and for ever at clients of MQTT 3.1.1 that ask for a lasting session. */
    private static final long MAX_SESSION_EXPIRY_SECONDS = 7 * 86_400;

    /** A client's messages that are not yet on disk. */
    private static final int RECEIVE_MAXIMUM = 100;

    /** Of the cloud: an hour of a province. Farms have {@link FarmGate#MAX_WAITING_FOR_A_FARM}. */
    static final long MAX_WAITING_FOR_THE_CLOUD = 1_000_000;

    /** Messages on their way to one client. Those of the intake are acknowledged by the batch. */
    private static final int MAX_IN_FLIGHT = 1_000;

    /** Sets of files of each kind; may not change once there is data. 64 for a server of many cores, we have two. */
    private static final int BUCKETS = 4;

    private static final int CLEAN_UP_SECONDS = 15;

    /** Of the heap: what waits is read again soon after it was written, or by nobody for long. */
    private static final int STORE_CACHE_PERCENT = 5;

    private static final int STORE_FILE_KILOBYTES = 4_096;

    private BrokerSettings() {}

    static FullConfigurationService of(String host, int port) {
        inside();
        FullConfigurationService settings = new ConfigurationServiceImpl(
                new ListenerConfigurationServiceImpl(),
                new MqttConfigurationServiceImpl(),
                new RestrictionsConfigurationServiceImpl(),
                new SecurityConfigurationServiceImpl(),
                new UsageStatisticsConfigImpl(),
                new PersistenceConfigurationServiceImpl());
        settings.listenerConfiguration().addListener(new TcpListener(port, host, "mqtt"));
        settings.usageStatisticsConfiguration().setEnabled(false);
        settings.persistenceConfigurationService().setMode(PersistenceMode.FILE);
        settings.securityConfiguration().setAllowServerAssignedClientId(false);
        RestrictionsConfigurationService restrictions = settings.restrictionsConfiguration();
        restrictions.setMaxConnections(MAX_CONNECTIONS);
        restrictions.setMaxClientIdLength(MAX_CLIENT_ID_LENGTH);
        restrictions.setMaxTopicLength(MAX_TOPIC_LENGTH);
        restrictions.setNoConnectIdleTimeout(CONNECT_PATIENCE_MS);
        MqttConfigurationService mqtt = settings.mqttConfiguration();
        mqtt.setMaxPacketSize(MAX_PACKET_BYTES);
        mqtt.setServerReceiveMaximum(RECEIVE_MAXIMUM);
        mqtt.setMaxQueuedMessages(MAX_WAITING_FOR_THE_CLOUD);
        mqtt.setMaxSessionExpiryInterval(MAX_SESSION_EXPIRY_SECONDS);
        mqtt.setKeepAliveMax(MAX_KEEP_ALIVE_SECONDS);
        mqtt.setKeepAliveAllowZero(false);
        return settings;
    }

    /** What the broker reads from variables of the process, the same for every start. */
    private static void inside() {
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
        // the store in Java for these two as well: that in C++ takes a 32nd of the machine's memory for each
        InternalConfigurations.PAYLOAD_PERSISTENCE_TYPE.set(PersistenceType.FILE);
        InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.set(PersistenceType.FILE);
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = MAX_IN_FLIGHT;
        // each looks through a bucket of sessions or messages for what has expired
        InternalConfigurations.INTERVAL_BETWEEN_CLEANUP_JOBS_SEC.set(CLEAN_UP_SECONDS);
        // when it begins to close its store, every client is gone
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(1);
        System.setProperty("exodus.memoryUsagePercentage", Integer.toString(STORE_CACHE_PERCENT));
        System.setProperty("exodus.log.fileSize", Integer.toString(STORE_FILE_KILOBYTES));
    }
}
