package org.eclipse.paho.mqttv5.common.packet.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;

class CountingInputStreamTest {
    private static final byte[] PAYLOAD = new byte[20_000];

    static {
        new Random(1).nextBytes(PAYLOAD);
    }

    /** Of the payload, and not byte by byte. */
    private static final class Whole extends InputStream {
        private final InputStream bytes = new ByteArrayInputStream(PAYLOAD);

        @Override
        public int read() {
            throw new AssertionError("asked for a single byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return bytes.read(into, offset, length);
        }
    }

    @Test
    void passesOnWhatIsReadTogether() throws IOException {
        byte[] read = new byte[PAYLOAD.length];
        new DataInputStream(new CountingInputStream(new Whole())).readFully(read);
        assertThat(read).isEqualTo(PAYLOAD);
    }

    @Test
    void countsHoweverItIsReadAndNothingAtTheEnd() throws IOException {
        Random random = new Random(2);
        CountingInputStream counting = new CountingInputStream(new ByteArrayInputStream(PAYLOAD));
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] part = new byte[100];
        while (read.size() < PAYLOAD.length) {
            if (random.nextBoolean()) {
                read.write(counting.read());
            } else {
                int length = random.nextInt(part.length);
                read.write(part, 0, counting.read(part, 0, length));
            }
            assertThat(counting.getCounter()).isEqualTo(read.size());
        }
        assertThat(read.toByteArray()).isEqualTo(PAYLOAD);
        assertThat(counting.read()).isNegative();
        assertThat(counting.read(part, 0, part.length)).isNegative();
        assertThat(counting.getCounter()).isEqualTo(PAYLOAD.length);
        counting.resetCounter();
        assertThat(counting.getCounter()).isZero();
    }

    @Test
    void messagesOfPahoAreReadThroughIt() throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.getUserProperties().add(new UserProperty("seq", "12"));
        MqttPublish sent = new MqttPublish("tuoi/a/telemetry", new MqttMessage(PAYLOAD, 1, true, null), properties);
        sent.setMessageId(7);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.write(sent.getHeader());
        wire.write(sent.getPayload());

        MqttPublish received = (MqttPublish) MqttWireMessage.createWireMessage(wire.toByteArray());

        assertThat(received.getPayload()).isEqualTo(PAYLOAD);
        assertThat(received.getTopicName()).isEqualTo("tuoi/a/telemetry");
        assertThat(received.getMessageId()).isEqualTo(7);
        assertThat(received.getQoS()).isEqualTo(1);
        assertThat(received.getMessage().isRetained()).isTrue();
        assertThat(received.getProperties().getUserProperties()).containsExactly(new UserProperty("seq", "12"));
    }
}
