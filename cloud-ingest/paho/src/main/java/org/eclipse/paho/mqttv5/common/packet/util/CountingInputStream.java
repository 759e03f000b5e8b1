package org.eclipse.paho.mqttv5.common.packet.util;

import java.io.IOException;
import java.io.InputStream;

/**
 * Counts the bytes that are read through it. Stands in for the class of this name in Paho 1.2.5, which passes on single
 * bytes only: each payload was read twice, a synchronized call a byte, which cost as much as all the rest of receiving a
 * message. Not thread-safe.
 */
public class CountingInputStream extends InputStream {
    private final InputStream source;
    private int counter;

    /** Counts from 0 what is read of {@code source} from now on. */
    public CountingInputStream(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        int value = source.read();
        if (value >= 0) {
            counter++;
        }
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = source.read(into, offset, length);
        if (count > 0) {
            counter += count;
        }
        return count;
    }

    /** Bytes read since it was made or last reset. */
    public int getCounter() {
        return counter;
    }

    /** Counts from 0 again. */
    public void resetCounter() {
        counter = 0;
    }
}
