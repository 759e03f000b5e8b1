package vn.tuoi.edge.chip;

import java.util.ArrayList;
import java.util.List;

/** An ADS1115: 16-bit registers, always ready with the same conversion. */
final class AdsFake implements I2cDevice {
    final List<byte[]> writes = new ArrayList<>();
    private final int raw;

    AdsFake(int raw) {
        this.raw = raw;
    }

    @Override
    public void write(byte... bytes) {
        writes.add(bytes.clone());
    }

    @Override
    public byte[] read(int length) {
        throw new UnsupportedOperationException("the driver reads by register");
    }

    @Override
    public byte[] readRegister(int register, int length) {
        int word = register == 0 ? raw : 0xE383;
        return new byte[] {(byte) (word >> 8), (byte) word};
    }

    @Override
    public String where() {
        return "test bus";
    }
}
