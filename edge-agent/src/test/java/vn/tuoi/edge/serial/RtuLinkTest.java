package vn.tuoi.edge.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.chip.ByteStream;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;

/** Frames of real probes: see the vectors in DFRobot's SEN0601 and SEN0604 manuals. */
class RtuLinkTest {
    private static final int[] SEVEN = {
        0x01, 0x03, 0x0E, 0x02, 0x92, 0xFF, 0x9B, 0x03, 0xE8, 0x00, 0x38, 0x00, 0x20, 0x00, 0x58, 0x00, 0x68, 0x43, 0xC5
    };
    private static final int[] THREE = {0x01, 0x03, 0x06, 0x02, 0x92, 0xFF, 0x9B, 0x03, 0xE8, 0xD8, 0x0F};

    private final ByteStream line = new ByteStream();
    private final RtuLink link = new RtuLink(line, 9_600, 50);

    private int[] read(int slave, int count) throws DeviceFailure {
        return link.readRegisters(slave, RegisterMap.Table.HOLDING, 0, count);
    }

    private void failsWith(String key, int slave, int count) {
        assertThatThrownBy(() -> read(slave, count))
                .isInstanceOfSatisfying(
                        DeviceFailure.class,
                        failure -> assertThat(failure.reason().key()).isEqualTo(key));
    }

    @Test
    void asksAndUnderstandsASevenInOneProbe() throws DeviceFailure {
        line.afterDiscard().comes(SEVEN);
        assertThat(read(1, 7)).containsExactly(0x0292, 0xFF9B, 0x03E8, 0x0038, 0x0020, 0x0058, 0x0068);
        assertThat(line.sent.get(0)).containsExactly(0x01, 0x03, 0x00, 0x00, 0x00, 0x07, 0x04, 0x08);
    }

    @Test
    void findsTheAnswerBehindNoiseAndTheEchoOfItsOwnRequest() throws DeviceFailure {
        line.afterDiscard()
                .comes(0x00, 0xFF)
                .comes(0x01, 0x03, 0x00, 0x00, 0x00, 0x03, 0x05, 0xCB)
                .comes(0x01, 0x03, 0x06, 0x02)
                .comes(0x92, 0xFF, 0x9B, 0x03, 0xE8, 0xD8, 0x0F);
        assertThat(read(1, 3)).containsExactly(0x0292, 0xFF9B, 0x03E8);
    }

    @Test
    void saysWhatWentWrong() {
        failsWith("device.slave_silent", 1, 3);
        int[] wrong = THREE.clone();
        wrong[4] ^= 1;
        line.afterDiscard().comes(wrong);
        failsWith("device.wrong_checksum", 1, 3);
        line.afterDiscard().comes(0x01, 0x83, 0x02, 0xC0, 0xF1);
        failsWith("device.exception_answer", 1, 3);
        line.afterDiscard().comes(0x01, 0x03, 0x06, 0x02, 0x92);
        failsWith("device.wrong_checksum", 1, 3);
        line.unplug();
        failsWith("device.no_port", 1, 3);
    }

    @Test
    void theAnswerOfAnotherSlaveIsNotTaken() {
        line.afterDiscard().comes(THREE);
        failsWith("device.wrong_checksum", 2, 3);
    }

    @Test
    void aLateAnswerIsNotTakenForTheNextOne() throws DeviceFailure {
        failsWith("device.slave_silent", 1, 3);
        // it comes after all, before the next request is sent, and would fit that one in every byte
        line.comes(THREE).afterDiscard();
        line.comes(0x01, 0x03, 0x06, 0x00, 0x01, 0x00, 0x02, 0x00, 0x03, 0xFD, 0x74);
        assertThat(link.readRegisters(1, RegisterMap.Table.HOLDING, 16, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void switchesAndReadsACoil() throws DeviceFailure {
        line.afterDiscard().comes(0x01, 0x05, 0x00, 0x00, 0xFF, 0x00, 0x8C, 0x3A);
        link.writeCoil(1, 0, true);
        assertThat(line.sent.get(0)).containsExactly(0x01, 0x05, 0x00, 0x00, (byte) 0xFF, 0x00, (byte) 0x8C, 0x3A);
        line.afterDiscard().comes(0x01, 0x01, 0x01, 0x01, 0x90, 0x48);
        assertThat(link.readCoil(1, 0)).isTrue();
        line.afterDiscard().comes(0x01, 0x01, 0x01, 0x00, 0x51, 0x88);
        assertThat(link.readCoil(1, 0)).isFalse();
    }

    @Test
    void anyBytesGiveAFailureAndNeverAValue() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            ByteStream noise = new ByteStream();
            for (int part = 0; part < 12; part++) {
                int[] bytes = random.ints(random.nextInt(40), 0, 256).toArray();
                if (bytes.length > 3 && random.nextBoolean()) {
                    // looks like an answer
                    System.arraycopy(THREE, 0, bytes, 0, 3);
                }
                noise.comes(bytes);
            }
            RtuLink noisy = new RtuLink(noise.afterDiscard().comes(1, 3, 6, seed, 2, 3, 4, 5, 6, 7, 8), 115_200, 1);
            assertThatThrownBy(() -> noisy.readRegisters(1, RegisterMap.Table.HOLDING, 0, 3))
                    .as("seed %d", seed)
                    .isInstanceOf(DeviceFailure.class);
            assertThatThrownBy(() -> noisy.readRegisters(1, RegisterMap.Table.HOLDING, 0, 3))
                    .as("seed %d", seed)
                    .isInstanceOf(DeviceFailure.class);
        }
    }
}
