package vn.tuoi.edge;

import java.io.PrintStream;
import java.util.Locale;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;
import vn.tuoi.config.senml.Quantity;
import vn.tuoi.edge.device.Channel;
import vn.tuoi.edge.device.Reporting;
import vn.tuoi.edge.device.Sample;

/** What a person on site reads: one line a thing, and below a problem what to do about it. */
final class SiteReport {
    private static final String FIX_INDENT = "    -> ";

    private final PrintStream out;
    private final Messages messages;

    /** @param language {@code vi}, or anything else for English */
    SiteReport(PrintStream out, String language) {
        this.out = out;
        this.messages = language.equals("vi") ? Messages.vietnamese() : Messages.english();
    }

    String text(String key, Object... namesAndValues) {
        return messages.render(Explanation.of(key, namesAndValues));
    }

    void line(String text) {
        out.println(text);
    }

    /**
     * Prints what an output reads back.
     *
     * @return whether it is off, as it must be while nobody waters
     */
    boolean station(String id, boolean open) {
        line(id + ": " + text(open ? "probe.station_on" : "probe.station_off"));
        return !open;
    }

    void nothingYet(String point) {
        line(point + ": " + text("probe.nothing_yet"));
        line(FIX_INDENT + text("fix.wait"));
    }

    /**
     * Prints a sample as the agent would take it.
     *
     * @return whether it is a value that is believed
     */
    boolean sample(Sample sample, Reporting reporting) {
        Sample believed = new Channel(sample.point(), reporting).take(sample, 0).sample();
        if (believed instanceof Sample.Measured measured) {
            String unit = Quantity.ofPoint(sample.point()).map(Quantity::unit).orElse("");
            line(String.format(Locale.ROOT, "%s: %.4g %s", sample.point(), measured.value(), unit == null ? "" : unit)
                    .stripTrailing());
            return true;
        }
        problem(sample.point(), ((Sample.Unavailable) believed).reason());
        return false;
    }

    void problem(String what, Explanation reason) {
        line(what + ": " + text("probe.unavailable") + ", " + messages.render(reason));
        line(FIX_INDENT + text(fix(reason)));
    }

    /** What to look at for a reason that a driver gives. */
    static String fix(Explanation reason) {
        String where = String.valueOf(reason.args().get("where"));
        return switch (reason.key()) {
            case "device.no_answer", "device.short_answer" ->
                where.startsWith("I2C") ? "fix.check_i2c" : "fix.check_cable";
            case "device.other_chip", "device.forgets_settings" -> "fix.check_i2c";
            case "device.slave_silent" -> "fix.check_rs485";
            case "device.wrong_checksum" -> where.startsWith("/dev") ? "fix.check_rs485" : "fix.check_cable";
            case "device.exception_answer", "device.no_value" -> "fix.check_map";
            case "device.no_port" -> "fix.check_port";
            case "device.not_on_bus" -> "fix.check_one_wire";
            case "device.probe_open", "device.probe_shorted" -> "fix.check_probe";
            case "device.implausible" -> "fix.check_value";
            case "device.saturated", "device.out_of_range" -> "fix.check_mounting";
            case "device.power_on_value", "device.not_finished", "device.not_heard" -> "fix.wait";
            case "device.driver_failed" -> "fix.report";
            default -> "fix.check_cable";
        };
    }
}
