package vn.tuoi.edge.chip;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** An MCP23017 whose levels are what its latches say, on a bus that can be made to hang: a transfer then lasts until it is let go. */
public final class HangingExpander implements I2cDevice {
    private static final int LEVEL = 0x12;
    private static final int LATCH = 0x14;

    private final byte[] registers = new byte[256];
    private final Semaphore gate = new Semaphore(1);
    private final AtomicInteger left = new AtomicInteger();

    /** Transfers that have begun, also those that hang. */
    public final AtomicInteger begun = new AtomicInteger();

    /** Lets no transfer end from now on. */
    public void hang() {
        gate.acquireUninterruptibly();
    }

    public void letGo() {
        gate.release();
    }

    /** Whether a relay's line is high. */
    public synchronized boolean isHigh(int line) {
        return ((registers[LATCH + line / 8] >> (line % 8)) & 1) != 0;
    }

    /** Lets no transfer end from the n-th on that begins. */
    public void hangAt(int n) {
        left.set(n);
    }

    private void pass() {
        begun.incrementAndGet();
        if (left.get() > 0 && left.decrementAndGet() == 0) {
            gate.acquireUninterruptibly();
        }
        gate.acquireUninterruptibly();
        gate.release();
    }

    @Override
    public void write(byte... bytes) {
        pass();
        synchronized (this) {
            System.arraycopy(bytes, 1, registers, bytes[0], bytes.length - 1);
        }
    }

    @Override
    public byte[] read(int length) {
        pass();
        return new byte[length];
    }

    @Override
    public byte[] readRegister(int register, int length) {
        pass();
        synchronized (this) {
            int from = register == LEVEL ? LATCH : register;
            return Arrays.copyOfRange(registers, from, from + length);
        }
    }

    @Override
    public String where() {
        return "a bus that hangs";
    }
}
