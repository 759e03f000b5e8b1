package vn.tuoi.gateway.coap;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.gateway.node.NodeRegistry;

/** Californium's settings, in code: it reads and writes no file. */
final class CoapSettings {
    /** Long enough that a gateway never runs out of them, short enough for a radio frame. */
    private static final int CONNECTION_ID_BYTES = 6;

    /** Messages of one peer that are remembered to answer a repeated one with the same answer. */
    private static final int REMEMBERED_MESSAGES = 32;

    private static final CipherSuite[] SUITES = {
        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
        CipherSuite.TLS_PSK_WITH_AES_128_CCM,
        CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256
    };

    static {
        CoapConfig.register();
        DtlsConfig.register();
        // whoever asks Californium for its standard settings would else write them into the working directory
        Configuration.createStandardWithoutFile();
    }

    private CoapSettings() {}

    static Configuration server() {
        return base().set(CoapConfig.MAX_ACTIVE_PEERS, 2 * NodeRegistry.MAX_NODES)
                .set(CoapConfig.MAX_PEER_INACTIVITY_PERIOD, 10, TimeUnit.MINUTES)
                .set(CoapConfig.MAX_SERVER_OBSERVES, 4 * NodeRegistry.MAX_NODES);
    }

    static Configuration client() {
        return base().set(CoapConfig.MAX_ACTIVE_PEERS, 2);
    }

    private static Configuration base() {
        return new Configuration()
                .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1)
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, SenmlLimits.TELEMETRY.maxBytes())
                .set(CoapConfig.PREFERRED_BLOCK_SIZE, 1_024)
                .set(CoapConfig.MAX_MESSAGE_SIZE, 1_152)
                .set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP)
                .set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, REMEMBERED_MESSAGES);
    }

    static DtlsConnectorConfig dtlsServer(
            Configuration configuration, InetSocketAddress address, AdvancedPskStore keys) {
        return dtls(configuration, keys)
                .setAddress(address)
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, 2 * NodeRegistry.MAX_NODES)
                .set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, 60, TimeUnit.SECONDS)
                .set(DtlsConfig.DTLS_REMOVE_STALE_DOUBLE_PRINCIPALS, true)
                .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(CONNECTION_ID_BYTES))
                .build();
    }

    /** A client of one gateway; of a gateway on this machine it listens on this machine only. */
    static DtlsConnectorConfig dtlsClient(
            Configuration configuration, InetSocketAddress gateway, AdvancedPskStore keys) {
        InetSocketAddress own = gateway.getAddress().isLoopbackAddress()
                ? new InetSocketAddress(gateway.getAddress(), 0)
                : new InetSocketAddress(0);
        return dtls(configuration, keys)
                .setAddress(own)
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, 4)
                // a client offers the extension; its own records need no id
                .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(0))
                .build();
    }

    private static DtlsConnectorConfig.Builder dtls(Configuration configuration, AdvancedPskStore keys) {
        return DtlsConnectorConfig.builder(configuration)
                .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
                .setAsList(DtlsConfig.DTLS_CIPHER_SUITES, SUITES)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1)
                .setAdvancedPskStore(keys);
    }
}
