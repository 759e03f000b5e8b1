package vn.tuoi.cloud;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.cloud.acl.BrokerAcl;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;

/** {@code tuoi cloud broker-acl}: one of the files that an external broker needs, to the standard output. */
@Command(
        name = "tuoi cloud broker-acl",
        description = "Prints a file for an external broker: who may connect, publish and read.",
        mixinStandardHelpOptions = true)
final class BrokerAclCommand implements Callable<Integer> {
    static final String NAME = "broker-acl";

    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;
    private static final int MAX_NAMED = 20;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the cloud's settings as JSON")
    private @Nullable Path config;

    @Option(names = "--for", required = true, paramLabel = "BROKER", description = "${COMPLETION-CANDIDATES}")
    private BrokerAcl.@Nullable Broker broker;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "WHICH",
            description = "${COMPLETION-CANDIDATES}; settings are an example for the broker's own file")
    private BrokerAcl.@Nullable Content content;

    private final PrintStream out;
    private final PrintStream err;

    BrokerAclCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (config == null || broker == null || content == null) {
            throw new IllegalStateException("picocli lets no command through without its options");
        }
        try {
            CloudSettings settings = CloudSettings.read(Settings.load(config, System.getenv()));
            if (!(settings.broker() instanceof CloudSettings.Broker.External external)) {
                err.println(config + ": mqtt.embedded: must be false: the embedded broker needs no files");
                return WRONG_CONFIGURATION;
            }
            return print(settings.dataDir().resolve("registry.db"), external.address(), broker, content);
        } catch (MalformedSettings e) {
            e.lines().forEach(err::println);
            return WRONG_CONFIGURATION;
        } catch (IOException e) {
            err.println(CannotStart.of(e).getMessage());
            return WRONG_CONFIGURATION;
        }
    }

    private int print(Path file, BrokerAddress cloud, BrokerAcl.Broker wanted, BrokerAcl.Content what)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            err.println(
                    file + ": there is no registry; start the cloud once, or name the folder of its data in dataDir");
            return WRONG_CONFIGURATION;
        }
        try (Registry registry = Registry.open(file)) {
            BrokerAcl acl = new BrokerAcl(cloud, registry.farms().all());
            List<String> unusable = acl.unusable();
            if (!unusable.isEmpty()) {
                unusable.stream()
                        .limit(MAX_NAMED)
                        .forEach(farm -> err.println("farm " + farm
                                + ": its stored password cannot be checked by another broker; give it a new one"));
                if (unusable.size() > MAX_NAMED) {
                    err.println("and " + (unusable.size() - MAX_NAMED) + " more farms");
                }
                return FAILED;
            }
            out.print(acl.text(wanted, what));
            out.flush();
            return 0;
        }
    }
}
