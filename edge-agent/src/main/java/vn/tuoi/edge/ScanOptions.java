package vn.tuoi.edge;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import vn.tuoi.edge.chip.ChipAddresses;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.modbus.ModbusLink;
import vn.tuoi.edge.modbus.SlaveScan;
import vn.tuoi.edge.pi4j.I2cScan;
import vn.tuoi.edge.serial.RtuLink;
import vn.tuoi.edge.serial.SerialPortLine;

/** {@code --scan} of {@code tuoi edge probe}: which addresses answer, without any settings. */
final class ScanOptions {
    /** A slave that thinks longer is found by naming it in the settings. */
    private static final int TIMEOUT_MS = 120;

    @Option(names = "--scan", required = true, description = "look for what answers, without settings")
    private boolean unusedScan;

    @Option(names = "--i2c", paramLabel = "BUS", description = "I2C bus, default 1")
    private int i2cBus = 1;

    @Option(names = "--serial", paramLabel = "PORT", description = "RS-485 port to scan too, e.g. /dev/ttyUSB0")
    private @Nullable String serial;

    @Option(names = "--baud", split = ",", paramLabel = "N", description = "speeds to try, default 4800,9600")
    private List<Integer> bauds = List.of(4_800, 9_600);

    @Option(names = "--slaves", paramLabel = "N", description = "highest slave number to try, 1 to 247, default 32")
    private int lastSlave = 32;

    int run(SiteReport report, PrintStream err) {
        if (lastSlave < 1 || lastSlave > 247) {
            err.println("--slaves must be 1 to 247, not " + lastSlave);
            return CommandLine.ExitCode.USAGE;
        }
        boolean reached = i2c(report);
        if (serial != null) {
            for (int baud : bauds) {
                reached &= rs485(serial, baud, report);
            }
        }
        return reached ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean i2c(SiteReport report) {
        try {
            List<Integer> found = I2cScan.answering(i2cBus);
            if (found.isEmpty()) {
                report.line(report.text("probe.i2c_empty", "bus", i2cBus));
            }
            for (int address : found) {
                report.line(String.format(
                        java.util.Locale.ROOT,
                        "I2C bus %d: %d (0x%02x) %s",
                        i2cBus,
                        address,
                        address,
                        String.join(" / ", ChipAddresses.candidates(address))));
            }
            return true;
        } catch (DeviceFailure e) {
            report.problem("I2C bus " + i2cBus, e.reason());
            return false;
        }
    }

    private boolean rs485(String port, int baud, SiteReport report) {
        try (ModbusLink link = new RtuLink(new SerialPortLine(port, baud, BusWiring.Parity.NONE), baud, TIMEOUT_MS)) {
            List<SlaveScan.Found> found = SlaveScan.scan(link, lastSlave);
            if (found.isEmpty()) {
                report.line(
                        report.text("probe.bus_empty", "where", port, "baud", String.valueOf(baud), "last", lastSlave));
            }
            for (SlaveScan.Found slave : found) {
                report.line(port + " " + baud + ": "
                        + report.text(
                                slave.exception() ? "probe.slave_refuses" : "probe.slave_answers",
                                "slave",
                                slave.slave(),
                                "register",
                                slave.firstRegister()));
            }
            return true;
        } catch (DeviceFailure e) {
            report.problem(port + " " + baud, e.reason());
            return false;
        }
    }
}
