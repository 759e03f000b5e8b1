package vn.tuoi.edge.pi4j;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.i2c.I2C;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.edge.chip.I2cDevice;
import vn.tuoi.edge.device.DeviceFailure;

/** One device on an I2C bus of the Pi, opened with its first transfer, so that a missing bus stops nothing else. */
final class PiI2c implements I2cDevice {
    private static final Logger LOG = LoggerFactory.getLogger(PiI2c.class);

    private final Context context;
    private final int bus;
    private final int address;
    private @Nullable I2C device;

    PiI2c(Context context, int bus, int address) {
        this.context = context;
        this.bus = bus;
        this.address = address;
    }

    private I2C device() {
        I2C opened = device;
        if (opened == null) {
            opened = context.create(I2C.newConfigBuilder(context)
                    .id("i2c-" + bus + "-" + address)
                    .bus(bus)
                    .device(address)
                    .build());
            device = opened;
        }
        return opened;
    }

    @Override
    public void write(byte... bytes) throws DeviceFailure {
        try {
            check(bytes.length, device().write(bytes, 0, bytes.length));
        } catch (Pi4JException e) {
            LOG.debug("{}", where(), e);
            throw DeviceFailure.of("device.no_answer", "where", where());
        }
    }

    @Override
    public byte[] read(int length) throws DeviceFailure {
        byte[] bytes = new byte[length];
        try {
            check(length, device().read(bytes, 0, length));
            return bytes;
        } catch (Pi4JException e) {
            LOG.debug("{}", where(), e);
            throw DeviceFailure.of("device.no_answer", "where", where());
        }
    }

    @Override
    public byte[] readRegister(int register, int length) throws DeviceFailure {
        byte[] bytes = new byte[length];
        try {
            check(length, device().readRegister(register, bytes, 0, length));
            return bytes;
        } catch (Pi4JException e) {
            LOG.debug("{}", where(), e);
            throw DeviceFailure.of("device.no_answer", "where", where());
        }
    }

    private void check(int wanted, int got) throws DeviceFailure {
        if (got < 0) {
            throw DeviceFailure.of("device.no_answer", "where", where());
        }
        if (got < wanted) {
            throw DeviceFailure.of("device.short_answer", "where", where(), "got", got, "wanted", wanted);
        }
    }

    @Override
    public String where() {
        return String.format(Locale.ROOT, "I2C bus %d address 0x%02x", bus, address);
    }
}
