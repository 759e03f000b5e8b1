package vn.tuoi.edge.chip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import vn.tuoi.edge.device.DeviceFailure;

/**
 * An I2C chip as 256 registers of one byte, or of words where {@link #setWord} was used, with faults: no answer, every
 * byte the same, any bytes, bytes that are sent instead of registers, and a loss of power. Waits take no time.
 */
final class RegisterFile implements I2cDevice {
    final byte[] registers = new byte[256];
    final Map<Integer, Integer> words = new HashMap<>();
    final List<byte[]> writes = new ArrayList<>();
    int waitedMs;
    boolean silent;

    @Nullable
    Integer stuckAt;

    @Nullable
    Random random;

    byte @Nullable [] answer;
    /** Bits of a word register that read back as 1 whatever is written. */
    int alwaysSet;

    void set(int from, int... values) {
        for (int i = 0; i < values.length; i++) {
            registers[from + i] = (byte) values[i];
        }
    }

    /** Makes a register one of 16 bits with the high byte first. */
    RegisterFile setWord(int register, int value) {
        words.put(register, value);
        return this;
    }

    /** As if the supply had failed for a moment. */
    void loseMemory() {
        Arrays.fill(registers, (byte) 0);
        // what an MCP23017 has then: every line an input
        set(0, 0xFF, 0xFF);
    }

    @Override
    public void write(byte... bytes) throws DeviceFailure {
        answerOrFail();
        writes.add(bytes.clone());
        int register = bytes[0] & 0xFF;
        if (words.containsKey(register) && bytes.length == 3) {
            words.put(register, Words.bigEndian(bytes, 1) | alwaysSet);
            return;
        }
        for (int i = 1; i < bytes.length; i++) {
            registers[register + i - 1] = bytes[i];
        }
    }

    @Override
    public byte[] read(int length) throws DeviceFailure {
        answerOrFail();
        return answer == null ? faulty(new byte[length]) : answer.clone();
    }

    @Override
    public byte[] readRegister(int register, int length) throws DeviceFailure {
        answerOrFail();
        byte[] bytes = new byte[length];
        Integer word = words.get(register);
        if (word != null && length == 2) {
            bytes[0] = (byte) (word >> 8);
            bytes[1] = word.byteValue();
        } else {
            System.arraycopy(registers, register, bytes, 0, Math.min(length, registers.length - register));
        }
        return faulty(bytes);
    }

    private byte[] faulty(byte[] bytes) {
        if (stuckAt != null) {
            Arrays.fill(bytes, stuckAt.byteValue());
        }
        if (random != null) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private void answerOrFail() throws DeviceFailure {
        if (silent || (random != null && random.nextInt(20) == 0)) {
            throw DeviceFailure.of("device.no_answer", "where", where());
        }
    }

    @Override
    public void pause(int milliseconds) {
        waitedMs += milliseconds;
    }

    @Override
    public String where() {
        return "I2C test bus";
    }
}
