package vn.tuoi.cloud.broker;

import com.google.inject.Injector;
import com.hivemq.mqtt.message.MessageWithID;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.persistence.clientqueue.ClientQueueLocalPersistence;
import com.hivemq.persistence.clientqueue.ClientQueuePersistenceImpl;
import com.hivemq.persistence.clientqueue.ClientQueueXodusLocalPersistence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was on its way to a shared subscription when the process was killed. The broker marks such messages, takes the
 * marks off when the connection ends, and never otherwise: they would stay for ever, and because it hands out more only
 * when a queue was empty, nothing would follow them. Stateless.
 */
final class KilledDeliveries {
    private KilledDeliveries() {}

    /** Takes the marks off. After the store has started and before anybody can connect. */
    static void release(Injector broker) {
        ClientQueueXodusLocalPersistence queues =
                (ClientQueueXodusLocalPersistence) broker.getInstance(ClientQueueLocalPersistence.class);
        for (Map.Entry<Integer, Map<ClientQueuePersistenceImpl.Key, AtomicInteger>> bucket :
                queues.getQueueSizeBuckets().entrySet()) {
            for (ClientQueuePersistenceImpl.Key queue :
                    Set.copyOf(bucket.getValue().keySet())) {
                if (queue.isShared()) {
                    release(queues, queue.getQueueId(), bucket.getKey());
                }
            }
        }
    }

    private static void release(ClientQueueXodusLocalPersistence queues, String queue, int bucket) {
        List<MessageWithID> marked = queues.readInflight(queue, true, Integer.MAX_VALUE, Long.MAX_VALUE, bucket);
        // the last first: reading ends at the first without a mark, should this be killed too
        for (int i = marked.size() - 1; i >= 0; i--) {
            if (marked.get(i) instanceof PUBLISH message) {
                queues.removeInFlightMarker(queue, message.getUniqueId(), bucket);
            }
        }
    }
}
