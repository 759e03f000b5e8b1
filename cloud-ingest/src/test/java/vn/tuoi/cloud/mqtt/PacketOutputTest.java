package vn.tuoi.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PacketOutputTest {
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<Integer> writes = new CopyOnWriteArrayList<>();

    /** A socket whose peer takes nothing until {@link #open}. */
    private final OutputStream slow = new OutputStream() {
        @Override
        public void write(int single) {
            throw new AssertionError("packets leave together");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes.add(length);
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    };

    @Test
    void letsGoTogetherWhatGatheredWhileItWrote() throws IOException {
        PacketOutput output = PacketOutput.start(slow);
        output.write(new byte[4]);
        await().until(() -> writes.size() == 1);

        for (int i = 0; i < 1_000; i++) {
            output.write(new byte[4]);
            output.flush();
        }
        open.countDown();
        output.finish();

        assertThat(writes).containsExactly(4, 4_000);
    }

    @Test
    void goesToAQuickSocketOnceInAMillisecond() throws IOException {
        open.countDown();
        PacketOutput output = PacketOutput.start(slow);
        long began = System.nanoTime();

        for (int i = 0; i < 10_000; i++) {
            output.write(new byte[4]);
        }
        output.finish();
        long elapsedMs = (System.nanoTime() - began) / 1_000_000;

        assertThat(writes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40_000);
        assertThat(writes).hasSizeLessThanOrEqualTo((int) elapsedMs + 2);
    }

    @Test
    void letsAPacketWaitThatFindsNoRoom() throws Exception {
        PacketOutput output = PacketOutput.start(slow);
        output.write(new byte[4]);
        await().until(() -> writes.size() == 1);
        AtomicInteger written = new AtomicInteger();
        Thread writer = new Thread(() -> {
            try {
                output.write(new byte[100_000]);
                written.set(100_000);
            } catch (IOException e) {
                written.set(-1);
            }
        });
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);
        assertThat(written).hasValue(0);

        open.countDown();
        writer.join(10_000);
        output.finish();

        assertThat(written).hasValue(100_000);
        assertThat(writes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100_004);
    }

    @Test
    void tellsAtTheNextWriteThatTheSocketFailed() throws IOException {
        PacketOutput output = PacketOutput.start(new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException("reset by peer");
            }
        });
        output.write(new byte[4]);

        await().untilAsserted(() ->
                assertThatThrownBy(() -> output.write(new byte[4])).hasRootCauseMessage("reset by peer"));
        output.finish();
    }
}
