package vn.tuoi.cloud.broker;

import java.lang.reflect.Field;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.cursor.PageCursorProvider;
import org.apache.activemq.artemis.core.paging.cursor.impl.PageCursorProviderImpl;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.apache.activemq.artemis.utils.collections.ConcurrentLongHashMap;

/**
 * Artemis for many topics with a subscriber or two each. Every address has a map of its cursors, made for 256 of them in
 * 16 sections; that is 8 KB, and a farm has a dozen addresses. Here it is made for a few.
 */
final class FarmSizedServer extends ActiveMQServerImpl {
    private static final int CURSORS = 2;

    FarmSizedServer(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, null, security);
    }

    @Override
    protected PagingStoreFactory getPagingStoreFactory() throws Exception {
        Configuration configuration = getConfiguration();
        // Artemis offers no size; a version without this field does not start
        Field cursors = PageCursorProviderImpl.class.getDeclaredField("activeCursors");
        cursors.setAccessible(true);
        return new PagingStoreFactoryNIO(
                getStorageManager(),
                configuration.getPagingLocation(),
                configuration.getPageSyncTimeout(),
                getScheduledPool(),
                pageExecutorFactory,
                configuration.isJournalSyncNonTransactional(),
                ioCriticalErrorListener) {
            @Override
            public PageCursorProvider newCursorProvider(
                    PagingStore store, StorageManager storage, AddressSettings settings, ArtemisExecutor executor) {
                PageCursorProviderImpl provider = new PageCursorProviderImpl(store, storage);
                try {
                    cursors.set(provider, new ConcurrentLongHashMap<>(CURSORS, 1));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("the map of cursors cannot be replaced", e);
                }
                return provider;
            }
        };
    }
}
