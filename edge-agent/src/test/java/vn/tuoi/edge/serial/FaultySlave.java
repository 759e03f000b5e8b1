package vn.tuoi.edge.serial;

import com.digitalpetri.modbus.Crc16;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;

/** Plays a slave at the other end of a line and answers each request with the next thing that it was told. */
final class FaultySlave implements AutoCloseable {
    /** What it does with one request. */
    @FunctionalInterface
    interface Answer {
        /** Bytes to send, after so many milliseconds as the first of two; or nothing at all. */
        byte[][] to(byte[] request) throws InterruptedException;
    }

    private final SerialPortLine line;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "faulty-slave");
    private volatile boolean ended;

    FaultySlave(String port) throws DeviceFailure {
        this.line = new SerialPortLine(port, 9_600, BusWiring.Parity.NONE);
        line.discard();
        thread.setDaemon(true);
        thread.start();
    }

    FaultySlave then(Answer answer) {
        answers.add(answer);
        return this;
    }

    static byte[] frame(int... bytes) {
        byte[] frame = new byte[bytes.length + 2];
        for (int i = 0; i < bytes.length; i++) {
            frame[i] = (byte) bytes[i];
        }
        Crc16 crc = new Crc16();
        crc.update(ByteBuffer.wrap(frame, 0, bytes.length));
        frame[bytes.length] = (byte) crc.getValue();
        frame[bytes.length + 1] = (byte) (crc.getValue() >> 8);
        return frame;
    }

    private void run() {
        byte[] part = new byte[64];
        byte[] request = new byte[0];
        try {
            while (!ended) {
                int length = line.read(part, 100);
                request = Arrays.copyOf(request, request.length + length);
                System.arraycopy(part, 0, request, request.length - length, length);
                if (request.length >= 8) {
                    for (byte[] bytes : answers.take().to(Arrays.copyOf(request, 8))) {
                        line.write(bytes);
                    }
                    request = new byte[0];
                }
            }
        } catch (DeviceFailure | InterruptedException e) {
            // the test is over
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        line.close();
    }
}
