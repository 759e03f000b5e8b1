package vn.tuoi.edge.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import org.jspecify.annotations.Nullable;
import vn.tuoi.edge.chip.SerialLine;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;

/**
 * A serial port of the machine, opened with its first use and again after a failure, so that an adapter that is plugged
 * in later is found.
 */
public final class SerialPortLine implements SerialLine {
    private final String port;
    private final int baud;
    private final int parity;
    private @Nullable SerialPort open;

    public SerialPortLine(String port, int baud, BusWiring.Parity parity) {
        this.port = port;
        this.baud = baud;
        this.parity = switch (parity) {
            case NONE -> SerialPort.NO_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
        };
    }

    private synchronized SerialPort port() throws DeviceFailure {
        SerialPort known = open;
        if (known != null) {
            return known;
        }
        try {
            SerialPort fresh = SerialPort.getCommPort(port);
            boolean unusedSet = fresh.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, parity);
            boolean unusedFlow = fresh.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
            if (!fresh.openPort(0)) {
                throw DeviceFailure.of("device.no_port", "where", port);
            }
            open = fresh;
            return fresh;
        } catch (SerialPortInvalidPortException e) {
            throw DeviceFailure.of("device.no_port", "where", port);
        }
    }

    @Override
    public void write(byte[] bytes) throws DeviceFailure {
        SerialPort line = port();
        if (line.writeBytes(bytes, bytes.length) != bytes.length) {
            throw gone();
        }
    }

    @Override
    public int read(byte[] into, int timeoutMs) throws DeviceFailure {
        SerialPort line = port();
        boolean unusedSet = line.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, Math.max(1, timeoutMs), 0);
        // one byte may be waited for; the rest is taken as far as it is there
        int available = Math.max(1, Math.min(into.length, line.bytesAvailable()));
        int length = line.readBytes(into, available);
        if (length < 0) {
            throw gone();
        }
        return length;
    }

    @Override
    public void discard() throws DeviceFailure {
        boolean unusedFlushed = port().flushIOBuffers();
    }

    private DeviceFailure gone() {
        close();
        return DeviceFailure.of("device.no_port", "where", port);
    }

    @Override
    public String where() {
        return port;
    }

    @Override
    public synchronized void close() {
        SerialPort line = open;
        open = null;
        if (line != null) {
            boolean unusedClosed = line.closePort();
        }
    }
}
