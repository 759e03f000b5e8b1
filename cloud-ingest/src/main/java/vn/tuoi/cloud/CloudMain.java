package vn.tuoi.cloud;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.cloud.command.FarmTiming;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;

/** {@code tuoi cloud}: runs the cloud until it is told to end. */
@Command(
        name = "tuoi cloud",
        description = "Runs the cloud.",
        footer =
                "tuoi cloud copy-telemetry --from FILE --to FILE copies readings between stores; it has its own --help.",
        mixinStandardHelpOptions = true)
public final class CloudMain implements Callable<Integer> {
    private static final int WRONG_CONFIGURATION = 2;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "settings as JSON")
    private @Nullable Path config;

    @Option(names = "--check", description = "check the settings and exit")
    private boolean check;

    private final PrintStream out;
    private final PrintStream err;

    private CloudMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        installLog();
        String subcommand = arguments.length > 0 ? arguments[0] : "";
        CommandLine command = switch (subcommand) {
            case CopyTelemetry.NAME -> new CommandLine(new CopyTelemetry(System.out, System.err));
            case BrokerAclCommand.NAME -> new CommandLine(new BrokerAclCommand(System.out, System.err));
            default -> null;
        };
        boolean named = command != null;
        if (command == null) {
            command = new CommandLine(new CloudMain(System.out, System.err));
        }
        System.exit(command.setParameterExceptionHandler(new OneLineRefusal())
                .execute(named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments));
    }

    /** Sets the log of a process up that contains a cloud. */
    public static void installLog() {
        StderrLog.install(Level.INFO);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (config == null) {
            throw new IllegalStateException("picocli lets no command through without --config");
        }
        try {
            CloudSettings settings = CloudSettings.read(Settings.load(config, System.getenv()));
            if (check) {
                out.println(config + ": ok");
                return 0;
            }
            Cloud cloud = Cloud.start(settings, FarmTiming.real());
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "shutdown"));
            out.println("http://" + settings.http().host() + ":" + cloud.httpPort());
            ended.await();
            return 0;
        } catch (MalformedSettings e) {
            e.lines().forEach(err::println);
            return WRONG_CONFIGURATION;
        } catch (CannotStart e) {
            err.println(e.getMessage());
            return WRONG_CONFIGURATION;
        }
    }
}
