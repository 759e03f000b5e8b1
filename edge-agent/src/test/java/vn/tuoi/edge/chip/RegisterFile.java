package vn.tuoi.edge.chip;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.edge.device.DeviceFailure;

/** An I2C chip as 256 registers, with faults: no answer, and bytes that are sent instead of registers. */
final class RegisterFile implements I2cDevice {
    final byte[] registers = new byte[256];
    final List<byte[]> writes = new ArrayList<>();
    boolean silent;
    byte @Nullable [] answer;

    void set(int from, int... values) {
        for (int i = 0; i < values.length; i++) {
            registers[from + i] = (byte) values[i];
        }
    }

    @Override
    public void write(byte... bytes) throws DeviceFailure {
        answerOrFail();
        writes.add(bytes.clone());
        for (int i = 1; i < bytes.length; i++) {
            registers[(bytes[0] & 0xFF) + i - 1] = bytes[i];
        }
    }

    @Override
    public byte[] read(int length) throws DeviceFailure {
        answerOrFail();
        return answer == null ? new byte[length] : answer.clone();
    }

    @Override
    public byte[] readRegister(int register, int length) throws DeviceFailure {
        answerOrFail();
        byte[] bytes = new byte[length];
        System.arraycopy(registers, register, bytes, 0, length);
        return bytes;
    }

    private void answerOrFail() throws DeviceFailure {
        if (silent) {
            throw new DeviceFailure("test bus: no answer");
        }
    }

    @Override
    public String where() {
        return "test bus";
    }
}
