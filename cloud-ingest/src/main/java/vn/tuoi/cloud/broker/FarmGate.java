package vn.tuoi.cloud.broker;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.Authorizer;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.AuthorizerProviderInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link BrokerRules} as HiveMQ asks for them: "no" on any doubt, and on any exception. Thread-safe. */
final class FarmGate implements ExtensionMain, SimpleAuthenticator {
    /** Messages that wait for a farm which is away; new ones are then thrown away. */
    static final int MAX_WAITING_FOR_A_FARM = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(FarmGate.class);
    private static final String USERNAME = "username";

    private final BrokerRules rules;
    private final DiskGuard disk;

    FarmGate(BrokerRules rules, DiskGuard disk) {
        this.rules = rules;
        this.disk = disk;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Services.securityRegistry().setAuthenticatorProvider(asked -> this);
        Services.securityRegistry().setAuthorizerProvider(this::authorizer);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        // the broker ends with it
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        ConnectPacket packet = input.getConnectPacket();
        String username = packet.getUserName().orElse("");
        if (!isWelcome(packet, username)) {
            output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED);
            return;
        }
        // a client id may belong to another farm one day: rights go by the name that came with the password
        input.getConnectionInformation().getConnectionAttributeStore().putAsString(USERNAME, username);
        if (!username.equals(BrokerRules.CLOUD)) {
            output.getClientSettings().setClientQueueSizeMaximum(MAX_WAITING_FOR_A_FARM);
        }
        output.authenticateSuccessfully();
    }

    private boolean isWelcome(ConnectPacket packet, String username) {
        byte[] password = packet.getPassword().map(FarmGate::bytes).orElse(new byte[0]);
        try {
            return rules.authenticate(packet.getClientId(), username, password);
        } catch (RuntimeException e) {
            LOG.error("a broker client is refused because its credentials could not be checked", e);
            return false;
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private Authorizer authorizer(AuthorizerProviderInput input) {
        String username = input.getConnectionInformation()
                .getConnectionAttributeStore()
                .getAsString(USERNAME)
                .orElse("");
        return new FarmRights(username, rules, disk);
    }
}
