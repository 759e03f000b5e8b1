package vn.tuoi.cloud;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryCopy;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;

/** {@code tuoi cloud copy-telemetry}: brings all readings of one cloud's store into another's. */
@Command(
        name = "tuoi cloud copy-telemetry",
        description = {
            "Copies all readings from one store into another, whatever each is: SQLite or InfluxDB.",
            "The clouds of both settings must not run meanwhile. After a kill, the same command goes on where it was.",
            "TUOI_... environment variables are not looked at: they cannot say which of the two they mean."
        },
        mixinStandardHelpOptions = true)
final class CopyTelemetry implements Callable<Integer> {
    static final String NAME = "copy-telemetry";

    private static final String CHECKPOINT = "copy-telemetry.json";
    private static final long SAY_EVERY_NANOS = 5_000_000_000L;
    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "FILE",
            description = "settings of the cloud whose store is read")
    private @Nullable Path from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "settings of the cloud whose store is written")
    private @Nullable Path to;

    private final PrintStream out;
    private final PrintStream err;

    CopyTelemetry(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        try {
            return copy(settings(from), settings(to));
        } catch (MalformedSettings e) {
            e.lines().forEach(err::println);
            return WRONG_CONFIGURATION;
        } catch (CannotStart e) {
            err.println(e.getMessage());
            return WRONG_CONFIGURATION;
        } catch (StoreUnavailable | IOException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private static CloudSettings settings(@Nullable Path file) throws MalformedSettings {
        if (file == null) {
            throw new IllegalStateException("picocli lets no command through without --from and --to");
        }
        return CloudSettings.read(Settings.load(file, Map.of()));
    }

    private int copy(CloudSettings source, CloudSettings target) throws CannotStart, StoreUnavailable, IOException {
        if (TelemetryStores.name(source).equals(TelemetryStores.name(target))) {
            throw new CannotStart("--from and --to are the same store, " + TelemetryStores.name(source));
        }
        List<FolderLock> locks = new ArrayList<>();
        try {
            PrivateFiles.createFolder(source.dataDir());
            PrivateFiles.createFolder(target.dataDir());
            locks.add(FolderLock.take(source.dataDir()));
            if (!source.dataDir().toRealPath().equals(target.dataDir().toRealPath())) {
                locks.add(FolderLock.take(target.dataDir()));
            }
            try (TelemetryStore read = TelemetryStores.open(source, InstantSource.system());
                    TelemetryStore written = TelemetryStores.open(target, InstantSource.system())) {
                return copy(read, written, target);
            }
        } finally {
            for (FolderLock lock : locks) {
                lock.close();
            }
        }
    }

    private int copy(TelemetryStore read, TelemetryStore written, CloudSettings target)
            throws CannotStart, StoreUnavailable, IOException {
        Path checkpoint = target.dataDir().resolve(CHECKPOINT);
        Instant oldest = Instant.now().minus(target.telemetry().retention().readings());
        AtomicLong saidAt = new AtomicLong(System.nanoTime());
        TelemetryCopy copy = new TelemetryCopy(
                read,
                written,
                LocalDate.ofInstant(oldest, ZoneOffset.UTC).plusDays(1),
                checkpoint,
                (day, copied, total) -> {
                    if (System.nanoTime() - saidAt.get() > SAY_EVERY_NANOS) {
                        err.printf(Locale.ROOT, "%s: %,d of %,d readings%n", day, copied, total);
                        saidAt.set(System.nanoTime());
                    }
                });
        TelemetryCopy.Result result;
        try {
            result = copy.run();
        } catch (MalformedDocument e) {
            throw new CannotStart(checkpoint + ": " + e.getMessage(), e);
        }
        out.println("copied: " + result.copied() + " readings");
        out.println("refused: " + result.refused() + " readings");
        out.println("older than kept, left out: " + result.leftOut() + " readings");
        result.differences().forEach(err::println);
        return result.differences().isEmpty() ? 0 : FAILED;
    }
}
