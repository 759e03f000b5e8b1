package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class RecordFormatTest {
    private static final byte[] PAYLOAD = "tea".getBytes(StandardCharsets.UTF_8);

    private static ByteBuffer record(long base) {
        ByteBuffer bytes = ByteBuffer.allocate(RecordFormat.OVERHEAD_BYTES + PAYLOAD.length);
        RecordFormat.write(bytes, base, (byte) 2, 7, 1_700_000_000_000L, PAYLOAD);
        return bytes.flip();
    }

    @Test
    void bytesAreAsDocumented() {
        assertThat(HexFormat.of().formatHex(record(5).array()))
                .isEqualTo("54c6b0e1" + "00000003" + "02" + "0000000000000007" + "0000018bcfe56800" + "746561"
                        + "d30c0d72");
    }

    @Test
    void aRecordIsReadBackAndOnlyInItsOwnSegment() {
        RecordFormat.Found found = RecordFormat.find(record(5), 0, 5);
        assertThat(found).isEqualTo(new RecordFormat.Found(0, 32, (byte) 2, 7, 1_700_000_000_000L));
        assertThat(RecordFormat.find(record(5), 0, 6)).isNull();
    }

    @Test
    void aWholeRecordIsFoundBehindDamageThatLooksLikeAnotherOne() {
        ByteBuffer bytes = ByteBuffer.allocate(40 + 32);
        bytes.putInt(0x54C6B0E1).putInt(Integer.MAX_VALUE).putInt(0x54C6B0E1).putInt(3);
        bytes.position(40).put(record(5)).flip();
        RecordFormat.Found found = RecordFormat.find(bytes, 0, 5);
        assertThat(found).isNotNull();
        assertThat(found.start()).isEqualTo(40);
        assertThat(found.payload(bytes)).isEqualTo(PAYLOAD);
    }
}
