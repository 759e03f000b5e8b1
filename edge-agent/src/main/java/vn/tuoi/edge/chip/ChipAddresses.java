package vn.tuoi.edge.chip;

import java.util.ArrayList;
import java.util.List;

/** Which of the supported chips may sit at an I2C address, for the person who looks for one. */
public final class ChipAddresses {
    private ChipAddresses() {}

    /** Names as in the settings' {@code kind}; empty when none of ours can be there. */
    public static List<String> candidates(int address) {
        List<String> names = new ArrayList<>();
        if (address == 0x10) {
            names.add("veml7700");
        }
        if (address >= 0x20 && address <= 0x27) {
            names.add("mcp23017");
        }
        if (address == 0x23 || address == 0x5C) {
            names.add("bh1750");
        }
        if (address >= 0x44 && address <= 0x46) {
            names.add("sht");
        }
        if (address >= 0x48 && address <= 0x4B) {
            names.add("ads1115");
        }
        if (address >= 0x40 && address <= 0x4F) {
            names.add("ina");
        }
        if (address == 0x76 || address == 0x77) {
            names.add("bme280");
        }
        return names;
    }
}
