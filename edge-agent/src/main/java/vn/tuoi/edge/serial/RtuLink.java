package vn.tuoi.edge.serial;

import com.digitalpetri.modbus.Crc16;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import vn.tuoi.edge.chip.SerialLine;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;
import vn.tuoi.edge.modbus.ModbusLink;

/**
 * Modbus RTU on a half-duplex line ("Modbus over serial line" V1.02). Requests and checksums are digitalpetri's; the
 * answer is looked for here in whatever came, because its client takes the next frame for the answer: on a shared line
 * there are also echoes of the own request, noise where the direction turns, and answers that come after their time. An
 * RTU answer does not say what it answers, so after a failed request the line is listened to until it has been quiet for
 * a whole timeout before anything else is asked.
 */
public final class RtuLink implements ModbusLink {
    /** Longest frame of the specification. */
    private static final int MAX_FRAME = 256;

    private static final int EXCEPTION = 0x80;
    private static final int EXCEPTION_LENGTH = 5;
    private static final int BITS_A_BYTE = 11;

    /** A line that never gets quiet is not waited for longer. */
    private static final int MOST_QUIET_TIMEOUTS = 4;

    private final SerialLine line;
    private final int timeoutMs;
    private final long silenceNanos;
    private boolean suspect;
    private long lastNanos = System.nanoTime();

    /** @param timeoutMs how long a device may think before its answer begins */
    public RtuLink(SerialLine line, int baud, int timeoutMs) {
        this.line = line;
        this.timeoutMs = timeoutMs;
        // 3.5 characters, and the fixed 1.75 ms at high speeds (section 2.5.1.1)
        this.silenceNanos = Math.max(1_750_000L, TimeUnit.SECONDS.toNanos(1) * BITS_A_BYTE * 7 / 2 / baud);
    }

    @Override
    public int[] readRegisters(int slave, RegisterMap.Table table, int first, int count) throws DeviceFailure {
        ModbusRequestPdu request = table == RegisterMap.Table.HOLDING
                ? new ReadHoldingRegistersRequest(first, count)
                : new ReadInputRegistersRequest(first, count);
        byte[] answer = exchange(slave, request, Shape.counted(2 * count));
        int[] registers = new int[count];
        for (int i = 0; i < count; i++) {
            registers[i] = ((answer[3 + 2 * i] & 0xFF) << 8) | (answer[4 + 2 * i] & 0xFF);
        }
        return registers;
    }

    @Override
    public boolean readCoil(int slave, int coil) throws DeviceFailure {
        return (exchange(slave, new ReadCoilsRequest(coil, 1), Shape.counted(1))[3] & 1) != 0;
    }

    @Override
    public void writeCoil(int slave, int coil, boolean on) throws DeviceFailure {
        byte[] unusedEcho = exchange(slave, new WriteSingleCoilRequest(coil, on), Shape.ECHO);
    }

    /**
     * How the answer to a request looks.
     *
     * @param length of the whole frame
     * @param dataBytes what its third byte must say, or -1 when it is no count
     */
    private record Shape(int length, int dataBytes) {
        /** The request itself. */
        static final Shape ECHO = new Shape(8, -1);

        static Shape counted(int dataBytes) {
            return new Shape(5 + dataBytes, dataBytes);
        }
    }

    private byte[] exchange(int slave, ModbusRequestPdu request, Shape shape) throws DeviceFailure {
        if (suspect) {
            awaitQuiet();
        }
        long wait = lastNanos + silenceNanos - System.nanoTime();
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
        // set first: whatever fails from here on leaves an answer under way
        suspect = true;
        line.discard();
        byte[] sent = frame(slave, request);
        line.write(sent);
        byte[] answer = receive(sent, shape);
        suspect = false;
        lastNanos = System.nanoTime();
        if ((answer[1] & EXCEPTION) != 0) {
            throw DeviceFailure.of(
                    "device.exception_answer", "where", line.where(), "slave", slave, "code", answer[2] & 0xFF);
        }
        return answer;
    }

    private void awaitQuiet() throws DeviceFailure {
        byte[] late = new byte[MAX_FRAME];
        for (int i = 0; i < MOST_QUIET_TIMEOUTS; i++) {
            if (line.read(late, timeoutMs) == 0) {
                return;
            }
        }
    }

    private byte[] frame(int slave, ModbusRequestPdu request) {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_FRAME);
        buffer.put((byte) slave);
        try {
            DefaultRequestSerializer.INSTANCE.encode(request, buffer);
        } catch (ModbusException e) {
            throw new IllegalArgumentException("no request of " + request, e);
        }
        int crc = crc(buffer.array(), 0, buffer.position());
        buffer.put((byte) crc).put((byte) (crc >> 8));
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Of so many bytes, low byte first on the line. */
    static int crc(byte[] bytes, int from, int length) {
        Crc16 crc = new Crc16();
        // it reads by absolute index
        crc.update(ByteBuffer.wrap(bytes, from, length).slice());
        return crc.getValue();
    }

    private byte[] receive(byte[] sent, Shape shape) throws DeviceFailure {
        byte[] came = new byte[2 * MAX_FRAME];
        byte[] part = new byte[MAX_FRAME];
        int length = 0;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        // what has begun may end: the time of the bytes themselves comes on top
        long latest = until + silenceNanos * (MAX_FRAME / 3);
        while (length < came.length) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis((length == 0 ? until : latest) - System.nanoTime());
            if (leftMs <= 0) {
                break;
            }
            int got = line.read(part, (int) (length == 0 ? leftMs : Math.min(leftMs, timeoutMs)));
            if (got == 0) {
                break;
            }
            int taken = Math.min(got, came.length - length);
            System.arraycopy(part, 0, came, length, taken);
            length += taken;
            byte[] answer = find(came, length, sent, shape);
            if (answer != null) {
                return answer;
            }
        }
        throw DeviceFailure.of(
                length == 0 ? "device.slave_silent" : "device.wrong_checksum",
                "where",
                line.where() + ", slave " + (sent[0] & 0xFF));
    }

    /** The answer within what came, wherever it begins; null while it is not complete and right. */
    private static byte @org.jspecify.annotations.Nullable [] find(byte[] came, int length, byte[] sent, Shape shape) {
        for (int at = 0; at + EXCEPTION_LENGTH <= length; at++) {
            if (came[at] != sent[0]) {
                continue;
            }
            boolean exception = came[at + 1] == (byte) (sent[1] | EXCEPTION);
            if (!exception && came[at + 1] != sent[1]) {
                continue;
            }
            int size = exception ? EXCEPTION_LENGTH : shape.length();
            if (at + size > length || !(exception || fits(came, at, sent, shape))) {
                continue;
            }
            int crc = crc(came, at, size - 2);
            if (came[at + size - 2] == (byte) crc && came[at + size - 1] == (byte) (crc >> 8)) {
                return Arrays.copyOfRange(came, at, at + size);
            }
        }
        return null;
    }

    private static boolean fits(byte[] came, int at, byte[] sent, Shape shape) {
        return shape.dataBytes() < 0
                ? Arrays.equals(came, at, at + sent.length, sent, 0, sent.length)
                : (came[at + 2] & 0xFF) == shape.dataBytes();
    }

    @Override
    public String where() {
        return line.where();
    }

    @Override
    public void close() {
        line.close();
    }
}
