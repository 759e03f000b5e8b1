package vn.tuoi.edge;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.SampledSensor;
import vn.tuoi.edge.device.Station;

/**
 * {@code tuoi edge probe}: reads everything that is wired once, for the person on site, and says what to look at where
 * nothing comes; with {@code --scan} it looks for what answers on the buses, without any settings.
 */
@Command(
        name = "probe",
        description = "Reads every wired sensor and output once; with --scan finds what is on the buses.",
        mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    /** Rates need a span, and slow sensors time for their first answer. */
    private static final long SPAN_MS = 2_000;

    @ParentCommand
    private @Nullable EdgeMain edge;

    @Option(names = "--language", paramLabel = "vi|en", description = "default: of the system, else English")
    private @Nullable String language;

    @ArgGroup(exclusive = false)
    private @Nullable ScanOptions scan;

    @Override
    public Integer call() throws InterruptedException {
        if (edge == null) {
            throw new IllegalStateException("probe is a command of tuoi edge");
        }
        SiteReport report = new SiteReport(edge.out(), language == null ? edge.language() : language);
        if (scan != null) {
            return scan.run(report, edge.err());
        }
        return edge.withRig((rig, out, err) -> read(rig, out, report));
    }

    /** Exits with 1 when something did not answer. */
    private static int read(Rig rig, PrintStream out, SiteReport report) throws InterruptedException {
        boolean complete = true;
        for (Station station : rig.stations()) {
            complete &= state(station, report);
        }
        Thread.sleep(SPAN_MS);
        for (SampledSensor sensor : rig.sensors()) {
            List<Sample> samples = sensor.sensor().sample();
            if (samples.isEmpty()) {
                sensor.sensor().points().forEach(report::nothingYet);
                complete = false;
            }
            for (Sample sample : samples) {
                complete &= report.sample(sample, sensor.reportingOf(sample.point()));
            }
        }
        if (rig.stations().isEmpty() && rig.sensors().isEmpty()) {
            out.println(report.text("probe.nothing_wired"));
        }
        return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean state(Station station, SiteReport report) {
        try {
            return report.station(station.id(), station.isOpen());
        } catch (DeviceFailure e) {
            report.problem(station.id(), e.reason());
            return false;
        }
    }

    /** The language of this machine as far as it says so. */
    static String systemLanguage(java.util.Map<String, String> environment) {
        String set = environment.getOrDefault("LC_ALL", environment.getOrDefault("LANG", ""));
        return set.toLowerCase(Locale.ROOT).startsWith("vi") ? "vi" : "en";
    }
}
