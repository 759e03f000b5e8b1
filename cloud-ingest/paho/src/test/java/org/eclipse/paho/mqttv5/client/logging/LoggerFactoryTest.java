package org.eclipse.paho.mqttv5.client.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LoggerFactoryTest {
    private static final String ID = "org.eclipse.paho.mqttv5.client.test";

    private final List<LogRecord> records = new ArrayList<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Test
    void eachLoggerWritesPahosTextsWithANameOfItsOwn() {
        java.util.logging.Logger log = java.util.logging.Logger.getLogger(ID);
        log.setUseParentHandlers(false);
        log.addHandler(handler);
        Logger hill = LoggerFactory.getLogger(LoggerFactory.MQTT_CLIENT_MSG_CAT, ID);
        Logger valley = LoggerFactory.getLogger(LoggerFactory.MQTT_CLIENT_MSG_CAT, ID);
        hill.setResourceName("hill");
        valley.setResourceName("valley");

        hill.warning("Class", "method", "104", new Object[] {"1", "2", "3"});
        valley.warning("Class", "method", "105");
        log.removeHandler(handler);

        assertThat(records).allSatisfy(entry -> assertThat(entry.getLevel()).isEqualTo(Level.WARNING));
        assertThat(records)
                .extracting(LogRecord::getMessage)
                .containsExactly("hill: > quiesceTimeout=1 userContext=2 callback=3", "valley: < exception");
    }
}
