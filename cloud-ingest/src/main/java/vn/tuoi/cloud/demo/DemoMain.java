package vn.tuoi.cloud.demo;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.cloud.CannotStart;
import vn.tuoi.cloud.CloudMain;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.time.ScaledClock;

/** {@code tuoi demo}: runs the whole system on this machine until Ctrl-C. */
@Command(
        name = "tuoi demo",
        description = "Runs the whole system on this machine, with simulated farms.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class DemoMain implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int MAX_FARMS = 200;

    @Option(names = "--farms", paramLabel = "N", description = "how many farms, 1 to 200")
    private int farms = 3;

    @Option(names = "--http", paramLabel = "PORT", description = "port of the web page, 0 for a free one")
    private int http = 8080;

    @Option(names = "--mqtt", paramLabel = "PORT", description = "port of the broker, 0 for a free one")
    private int mqtt = 1883;

    @Option(names = "--coap", paramLabel = "PORT", description = "port for wireless nodes, 0 for a free one")
    private int coap = 5684;

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept")
    private Path data = Path.of("demo-data");

    @Option(names = "--speed", paramLabel = "X", description = "farm seconds per second, up to 3600")
    private double speed = 1;

    @Option(names = "--seed", paramLabel = "S", description = "of weather and noise")
    private long seed = 1;

    @Option(names = "--weather", paramLabel = "FILE.csv", description = "daily weather for the farms")
    private @Nullable Path weather;

    @Option(names = "--farm-classpath", paramLabel = "PATH", required = true, description = "given by ./tuoi")
    private String farmClassPath = "";

    private final PrintStream out;
    private final PrintStream err;

    private DemoMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        CloudMain.installLog();
        System.exit(new CommandLine(new DemoMain(System.out, System.err))
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        String wrong = wrongUsage();
        if (wrong != null) {
            err.println(wrong);
            return WRONG_USAGE;
        }
        Demo.Options options = new Demo.Options(
                farms,
                new Demo.Ports(http, mqtt, coap),
                data.toAbsolutePath().normalize(),
                speed,
                seed,
                farmClassPath,
                weather == null ? null : weather.toAbsolutePath());
        try {
            Demo demo = Demo.start(options);
            AtomicBoolean stopping = new AtomicBoolean();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stopping.set(true);
                                demo.close();
                            },
                            "shutdown"));
            out.println(demo.document().http());
            out.println(
                    "Sign in with a phone and PIN of " + options.folder().resolve("demo.json") + "; Ctrl-C ends it.");
            Process ended = demo.farmsEnded().get();
            if (!stopping.get()) {
                err.println("the farms' process ended with code " + ended.exitValue() + "; see above");
            }
            return FAILED;
        } catch (CannotStart e) {
            err.println(e.getMessage());
            return WRONG_USAGE;
        } catch (FarmsFailed e) {
            if (e.refused()) {
                return WRONG_USAGE;
            }
            err.println(e.getMessage());
            return FAILED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for the farms' process", e);
        }
    }

    private @Nullable String wrongUsage() {
        if (farms < 1 || farms > MAX_FARMS) {
            return "--farms must be from 1 to " + MAX_FARMS + ", not " + farms;
        }
        if (!(speed > 0 && speed <= ScaledClock.MAX_SPEED)) {
            return "--speed must be above 0 and at most " + ScaledClock.MAX_SPEED + ", not " + speed;
        }
        for (int port : new int[] {http, mqtt, coap}) {
            if (port < 0 || port > 65_535) {
                return "a port must be from 0 to 65535, not " + port;
            }
        }
        if (weather != null && !Files.isReadable(weather)) {
            return "--weather: " + weather + " cannot be read";
        }
        return null;
    }
}
