package vn.tuoi.cloud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.auth.PinHash;
import vn.tuoi.cloud.auth.Secrets;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.registry.Role;

/** The account with which a new cloud is set up: its PIN is random and lies in a file that the owner alone can read. */
final class FirstAdministrator {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
    private static final int PIN_DIGITS = 8;

    private FirstAdministrator() {}

    /** Creates the account, unless settings name none or the phone is known already. */
    static void create(CloudSettings settings, Registry registry) throws IOException {
        String phone = settings.administratorPhone();
        if (phone == null || registry.people().byPhone(phone).isPresent()) {
            return;
        }
        String pin = new Secrets().digits(PIN_DIGITS);
        Path file = settings.dataDir().resolve("administrator-pin.txt");
        PrivateFiles.write(file, (pin + "\n").getBytes(StandardCharsets.US_ASCII));
        registry.people()
                .save(
                        new Account("administrator", phone, "Administrator", Role.ADMINISTRATOR, new TreeSet<>()),
                        PinHash.of(pin),
                        Instant.now());
        LOG.info("the administrator {} can sign in with the PIN in {}; delete the file then", phone, file);
    }
}
