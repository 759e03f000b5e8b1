package vn.tuoi.edge.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.digitalpetri.modbus.serial.server.SerialPortServerTransport;
import com.digitalpetri.modbus.server.ModbusRtuServer;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadWriteModbusServices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;
import vn.tuoi.edge.device.RegisterMaps;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.modbus.CoilStation;
import vn.tuoi.edge.modbus.ModbusBus;
import vn.tuoi.edge.modbus.ModbusSensor;

/** The bus as it runs on a farm, by jSerialComm over a pseudo-terminal, with slaves that behave and slaves that do not. */
class RtuOverPtyIT {
    private static final int TIMEOUT_MS = 150;

    @TempDir
    Path folder;

    private PseudoTerminal cable;
    private RtuLink link;

    @BeforeEach
    void connect() throws IOException {
        cable = new PseudoTerminal(folder);
        link = new RtuLink(
                new SerialPortLine(cable.master.toString(), 9_600, BusWiring.Parity.NONE), 9_600, TIMEOUT_MS);
    }

    @AfterEach
    void disconnect() {
        link.close();
        cable.close();
    }

    private int[] read(int first, int count) throws DeviceFailure {
        return link.readRegisters(1, RegisterMap.Table.HOLDING, first, count);
    }

    private static boolean isOn(ProcessImage image) {
        return image.<Boolean>get(tx -> tx.readCoils(coils -> coils.getOrDefault(3, false)));
    }

    private void failsWith(String key) {
        assertThatThrownBy(() -> read(0, 1))
                .isInstanceOfSatisfying(
                        DeviceFailure.class,
                        failure -> assertThat(failure.reason().key()).isEqualTo(key));
    }

    @Test
    void worksWithAnotherPartysSlave() throws Exception {
        ProcessImage image = new ProcessImage();
        image.with(tx -> tx.writeHoldingRegisters(registers -> {
            int[] soil = {0x0292, 0xFF9B, 0x03E8, 0x0038, 0x0020, 0x0058, 0x0068};
            for (int i = 0; i < soil.length; i++) {
                registers.put(i, new byte[] {(byte) (soil[i] >> 8), (byte) soil[i]});
            }
        }));
        ModbusRtuServer server = ModbusRtuServer.create(
                SerialPortServerTransport.create(config -> {
                    config.serialPort = cable.slave.toString();
                    config.baudRate = 9_600;
                }),
                new ReadWriteModbusServices() {
                    @Override
                    protected Optional<ProcessImage> getProcessImage(int unitId) {
                        return unitId == 1 ? Optional.of(image) : Optional.empty();
                    }
                });
        server.start();
        List<Sample> expected =
                List.of(new Sample.Measured("tea-1/soil_moisture", 0.658), new Sample.Measured("tea-1/ec", 1_000));
        try (ModbusBus bus = new ModbusBus("field", link)) {
            ModbusSensor sensor = new ModbusSensor(
                    "tea-1", 1, RegisterMaps.builtIn().find("soil-7in1").orElseThrow(), 200);
            bus.add(sensor);
            await().until(sensor::sample, samples -> samples.containsAll(expected));

            CoilStation relay = bus.station("valve", 1, 3);
            assertThat(relay.awaitOff(3_000)).isNull();
            relay.open(Duration.ofMinutes(1));
            assertThat(relay.isOpen()).isTrue();
            assertThat(isOn(image)).isTrue();
            relay.close();
            assertThat(isOn(image)).isFalse();
        } finally {
            server.stop();
        }
    }

    @Test
    void tellsSilenceWrongChecksumsRefusalsAndGarbageApartAndGoesOn() throws Exception {
        try (FaultySlave slave = new FaultySlave(cable.slave.toString())) {
            slave.then(request -> new byte[0][])
                    .then(request -> new byte[][] {{1, 3, 2, 0, 5, 0, 0}})
                    .then(request -> new byte[][] {FaultySlave.frame(1, 0x83, 2)})
                    .then(request -> new byte[][] {{0, 0, 0x55}, FaultySlave.frame(1, 3, 2, 0, 42)});
            failsWith("device.slave_silent");
            failsWith("device.wrong_checksum");
            failsWith("device.exception_answer");
            assertThat(read(0, 1)).containsExactly(42);
        }
    }

    @Test
    void aLateAnswerDoesNotBecomeTheNextOne() throws Exception {
        try (FaultySlave slave = new FaultySlave(cable.slave.toString())) {
            slave.then(request -> {
                        Thread.sleep(TIMEOUT_MS + 60);
                        return new byte[][] {FaultySlave.frame(1, 3, 2, 0, 111)};
                    })
                    .then(request -> new byte[][] {FaultySlave.frame(1, 3, 2, 0, 222)});
            failsWith("device.slave_silent");
            assertThat(read(8, 1)).containsExactly(222);
        }
    }

    @Test
    void aPortThatIsPluggedInLaterIsFound() throws Exception {
        cable.close();
        await().until(() -> !java.nio.file.Files.exists(cable.master));
        failsWith("device.no_port");
        cable = new PseudoTerminal(folder);
        try (FaultySlave slave = new FaultySlave(cable.slave.toString())) {
            slave.then(request -> new byte[][] {FaultySlave.frame(1, 3, 2, 0, 7)});
            assertThat(read(0, 1)).containsExactly(7);
        }
    }
}
