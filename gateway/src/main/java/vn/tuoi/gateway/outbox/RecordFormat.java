package vn.tuoi.gateway.outbox;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one record in a segment, big-endian:
 * <pre>
 *  0  u32  mark 0x54C6B0E1
 *  4  u32  n, length of the payload, at most {@link #MAX_PAYLOAD_BYTES}
 *  8  u8   kind
 *  9  i64  sequence number
 * 17  i64  time of appending, milliseconds UTC
 * 25  n bytes payload
 * 25+n u32 CRC-32C over the segment's base number (8 bytes) and bytes 4 to 25+n
 * </pre>
 * Segments have no header: whatever part is damaged, each record left whole can be found by its mark and proved by its
 * checksum, which also ties it to its own segment.
 */
final class RecordFormat {
    static final int MAX_PAYLOAD_BYTES = 64 * 1024;
    static final int OVERHEAD_BYTES = 29;

    /** A segment's numbers lie within this many of its base: what is acknowledged of it is a bit a number in memory. */
    static final int MAX_SPAN = 1 << 20;

    private static final int MARK = 0x54C6B0E1;
    private static final int HEADER_BYTES = 25;

    private RecordFormat() {}

    static void write(ByteBuffer out, long base, byte kind, long seq, long atMs, byte[] payload) {
        int start = out.position();
        out.putInt(MARK).putInt(payload.length).put(kind).putLong(seq).putLong(atMs);
        out.put(payload);
        out.putInt(checksum(out, start, payload.length, base));
    }

    private static int checksum(ByteBuffer bytes, int start, int payloadBytes, long base) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, base));
        crc.update(bytes.duplicate().limit(start + HEADER_BYTES + payloadBytes).position(start + Integer.BYTES));
        return (int) crc.getValue();
    }

    /** Where a whole record stands in a buffer. */
    record Found(int start, int end, byte kind, long seq, long atMs) {
        byte[] payload(ByteBuffer bytes) {
            byte[] payload = new byte[end - start - OVERHEAD_BYTES];
            bytes.get(start + HEADER_BYTES, payload);
            return payload;
        }
    }

    /** The first whole record at or after {@code from}, whatever damage lies before it; null when there is none. */
    static @Nullable Found find(ByteBuffer bytes, int from, long base) {
        int last = bytes.limit() - OVERHEAD_BYTES;
        for (int start = from; start <= last; start++) {
            if (bytes.getInt(start) == MARK) {
                Found found = at(bytes, start, base);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable Found at(ByteBuffer bytes, int start, long base) {
        int payloadBytes = bytes.getInt(start + 4);
        if (payloadBytes < 0 || payloadBytes > MAX_PAYLOAD_BYTES) {
            return null;
        }
        int end = start + OVERHEAD_BYTES + payloadBytes;
        if (end > bytes.limit() || bytes.getInt(end - 4) != checksum(bytes, start, payloadBytes, base)) {
            return null;
        }
        byte kind = bytes.get(start + 8);
        long seq = bytes.getLong(start + 9);
        // of a later version, or written by a bug: it must not stop the others
        if (!isKnown(kind) || seq < base || seq - base > MAX_SPAN) {
            return null;
        }
        return new Found(start, end, kind, seq, bytes.getLong(start + 17));
    }

    private static boolean isKnown(byte kind) {
        return kind == AckedRanges.RECORD_KIND || MessageKind.isCode(kind);
    }
}
