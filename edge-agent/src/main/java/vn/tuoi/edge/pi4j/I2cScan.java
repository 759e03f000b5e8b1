package vn.tuoi.edge.pi4j;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vn.tuoi.edge.device.DeviceFailure;

/** Finds the chips of an I2C bus by reading one byte from each address, which changes nothing in any of ours. */
public final class I2cScan {
    /** Lower and higher ones are reserved by the I2C specification. */
    private static final int FIRST = 0x08;

    private static final int LAST = 0x77;

    private I2cScan() {}

    /** The addresses that answer. */
    public static List<Integer> answering(int bus) throws DeviceFailure {
        Path device = Path.of("/dev/i2c-" + bus);
        if (!Files.exists(device)) {
            throw DeviceFailure.of("device.no_answer", "where", "I2C bus " + bus + " (" + device + ")");
        }
        Context context;
        try {
            context = Pi4J.newContextBuilder()
                    .noAutoDetect()
                    .add(LinuxFsI2CProvider.newInstance())
                    .build();
        } catch (Pi4JException e) {
            throw DeviceFailure.of("device.no_line", "what", String.valueOf(e.getMessage()));
        }
        try {
            return answering(context, bus);
        } finally {
            context.shutdown();
        }
    }

    private static List<Integer> answering(Context context, int bus) {
        List<Integer> found = new ArrayList<>();
        for (int address = FIRST; address <= LAST; address++) {
            if (answers(new PiI2c(context, bus, address))) {
                found.add(address);
            }
        }
        return found;
    }

    private static boolean answers(PiI2c chip) {
        try {
            return chip.read(1).length == 1;
        } catch (DeviceFailure e) {
            // nobody there
            return false;
        }
    }
}
