package vn.tuoi.edge.serial;

import java.io.Closeable;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.edge.chip.SerialLine;
import vn.tuoi.edge.device.DeviceFailure;

/**
 * The devices at the other end of an RS-485 cable, for a farm that has none: benchmarks, and learning which classes an
 * agent needs. Answers what an agent asks (functions 1, 3, 4 and 5, each a request of eight bytes) and is silent for
 * anything else, as a slave is. A thread of its own until it is closed; thread-safe.
 */
public final class ReferenceSlaves implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceSlaves.class);

    private static final int READ_COILS = 1;
    private static final int READ_HOLDING = 3;
    private static final int READ_INPUT = 4;
    private static final int WRITE_COIL = 5;
    private static final int REQUEST_BYTES = 8;
    private static final int MOST_REGISTERS = 125;
    private static final int LOOK_MS = 100;

    private final SerialLine line;
    private final Map<Integer, IntUnaryOperator> registers;
    private final Map<Integer, Boolean> coils = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "slaves");
    private volatile boolean ended;

    /**
     * Starts to answer.
     *
     * @param registers what the registers of each slave hold; each slave has as many coils as are asked for, all off
     */
    public ReferenceSlaves(SerialLine line, Map<Integer, IntUnaryOperator> registers) {
        this.line = line;
        this.registers = Map.copyOf(registers);
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether a coil is on. */
    public boolean isOn(int slave, int coil) {
        return coils.getOrDefault(key(slave, coil), false);
    }

    private static int key(int slave, int coil) {
        return (slave << 16) | coil;
    }

    private void run() {
        byte[] part = new byte[REQUEST_BYTES];
        byte[] came = new byte[0];
        try {
            while (!ended) {
                int length = line.read(part, LOOK_MS);
                came = Arrays.copyOf(came, came.length + length);
                System.arraycopy(part, 0, came, came.length - length, length);
                if (length == 0) {
                    // a pause ends a frame, whatever it was
                    came = new byte[0];
                } else if (came.length >= REQUEST_BYTES) {
                    answer(Arrays.copyOf(came, REQUEST_BYTES));
                    came = Arrays.copyOfRange(came, REQUEST_BYTES, came.length);
                }
            }
        } catch (DeviceFailure e) {
            if (!ended) {
                LOG.warn("nobody is at the other end of {}: {}", line.where(), e.getMessage());
            }
        }
    }

    private void answer(byte[] request) throws DeviceFailure {
        int slave = request[0] & 0xFF;
        int first = word(request, 2);
        int value = word(request, 4);
        int crc = RtuLink.crc(request, 0, REQUEST_BYTES - 2);
        IntUnaryOperator held = registers.get(slave);
        if (held == null || request[6] != (byte) crc || request[7] != (byte) (crc >> 8)) {
            return;
        }
        int function = request[1];
        if (function == WRITE_COIL) {
            coils.put(key(slave, first), value != 0);
            line.write(request);
        } else if (function == READ_COILS && value == 1) {
            send((byte) slave, (byte) function, (byte) 1, (byte) (isOn(slave, first) ? 1 : 0));
        } else if ((function == READ_HOLDING || function == READ_INPUT) && value >= 1 && value <= MOST_REGISTERS) {
            byte[] answer = new byte[3 + 2 * value];
            answer[0] = (byte) slave;
            answer[1] = (byte) function;
            answer[2] = (byte) (2 * value);
            for (int i = 0; i < value; i++) {
                int register = held.applyAsInt(first + i);
                answer[3 + 2 * i] = (byte) (register >> 8);
                answer[4 + 2 * i] = (byte) register;
            }
            send(answer);
        }
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    private void send(byte... frame) throws DeviceFailure {
        int crc = RtuLink.crc(frame, 0, frame.length);
        byte[] whole = Arrays.copyOf(frame, frame.length + 2);
        whole[frame.length] = (byte) crc;
        whole[frame.length + 1] = (byte) (crc >> 8);
        line.write(whole);
    }

    @Override
    public void close() {
        ended = true;
        line.close();
    }
}
