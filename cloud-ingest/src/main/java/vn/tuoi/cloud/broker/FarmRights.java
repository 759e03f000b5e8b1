package vn.tuoi.cloud.broker;

import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection may publish, as its will too, and subscribe to. While the disk is full nobody publishes: a farm is
 * told so and disconnected, keeps its messages and comes back with its pauses. Thread-safe.
 */
record FarmRights(String username, BrokerRules rules, DiskGuard disk)
        implements PublishAuthorizer, SubscriptionAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(FarmRights.class);

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        if (!may(() -> rules.mayPublish(username, input.getPublishPacket().getTopic()))) {
            output.failAuthorization();
        } else if (disk.isFull() && !username.equals(BrokerRules.CLOUD)) {
            output.failAuthorization(AckReasonCode.QUOTA_EXCEEDED, "the server's disk is full");
        } else {
            output.authorizeSuccessfully();
        }
    }

    @Override
    public void authorizeSubscribe(SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        if (may(() -> rules.maySubscribe(username, input.getSubscription().getTopicFilter()))) {
            output.authorizeSuccessfully();
        } else {
            output.failAuthorization();
        }
    }

    private static boolean may(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.error("a broker client is refused because its rights could not be checked", e);
            return false;
        }
    }
}
