package vn.tuoi.edge;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import vn.tuoi.config.senml.Quantity;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.SampledSensor;

/** {@code tuoi edge probe}: reads every wired sensor once, for the person on site. */
@Command(name = "probe", description = "Reads every wired sensor once.", mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    /** Rates need a span, and slow sensors time for their first answer. */
    private static final long SPAN_MS = 2_000;

    @ParentCommand
    private @Nullable EdgeMain edge;

    @Override
    public Integer call() throws InterruptedException {
        if (edge == null) {
            throw new IllegalStateException("probe is a command of tuoi edge");
        }
        return edge.withRig((rig, out, err) -> read(rig, out));
    }

    /** Exits with 1 when a sensor did not answer. */
    private static int read(Rig rig, PrintStream out) throws InterruptedException {
        Thread.sleep(SPAN_MS);
        boolean complete = true;
        for (SampledSensor sensor : rig.sensors()) {
            List<Sample> samples = sensor.sensor().sample();
            if (samples.isEmpty()) {
                out.println(sensor.sensor().points() + ": no answer within " + SPAN_MS + " ms");
                complete = false;
            }
            for (Sample sample : samples) {
                complete &= print(sample, out);
            }
        }
        return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean print(Sample sample, PrintStream out) {
        if (sample instanceof Sample.Measured measured) {
            String unit = Quantity.ofPoint(sample.point()).map(Quantity::unit).orElse("");
            out.printf(Locale.ROOT, "%s: %.4g %s%n", sample.point(), measured.value(), unit);
            return true;
        }
        out.println(sample.point() + ": unavailable, " + ((Sample.Unavailable) sample).reason());
        return false;
    }
}
