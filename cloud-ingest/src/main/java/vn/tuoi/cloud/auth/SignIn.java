package vn.tuoi.cloud.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.People;
import vn.tuoi.cloud.registry.Registry;

/**
 * Lets people in by phone and PIN, and recognizes them afterwards by a secret of which only a digest is stored. Times
 * here are real, whatever the farms' clock does. Thread-safe; blocks for the hash and the database.
 */
public final class SignIn {
    static final Duration SESSION_LIFE = Duration.ofDays(30);
    static final Duration TOKEN_LIFE = Duration.ofDays(365);

    /** Wrong PINs of one phone: ten at once, then one every five minutes, so some 300 a day of a million PINs. */
    private static final int PHONE_BURST = 10;

    private static final Duration PHONE_REFILL = Duration.ofMinutes(5);

    /** Wrong PINs from one address: a village may share one. */
    private static final int ADDRESS_BURST = 60;

    private static final Duration ADDRESS_REFILL = Duration.ofSeconds(20);

    /** Phones and addresses that are watched; above it those unseen longest are forgotten. */
    private static final int MAX_WATCHED = 50_000;

    /** Compared with when a phone is unknown, so that the answer takes as long. */
    private static final String NOBODY = PinHash.of("nobody");

    private final Registry registry;
    private final InstantSource realClock;
    private final Secrets secrets;
    private final Cache<String, Bucket> phones;
    private final Cache<String, Bucket> addresses;

    public SignIn(Registry registry, InstantSource realClock, Secrets secrets) {
        this.registry = registry;
        this.realClock = realClock;
        this.secrets = secrets;
        this.phones = Caffeine.newBuilder()
                .maximumSize(MAX_WATCHED)
                .expireAfterAccess(PHONE_REFILL.multipliedBy(PHONE_BURST))
                .build();
        this.addresses = Caffeine.newBuilder()
                .maximumSize(MAX_WATCHED)
                .expireAfterAccess(ADDRESS_REFILL.multipliedBy(ADDRESS_BURST))
                .build();
    }

    /** What came of an attempt. */
    public sealed interface Outcome {
        /** They are in; {@code secret} is what to present from now on, and is shown once. */
        record Welcome(Account account, String secret, Duration life) implements Outcome {}

        /** Phone or PIN is wrong; which of them is not told. */
        record Wrong() implements Outcome {}

        /** Too many wrong ones before. */
        record TooMany(Duration retryAfter) implements Outcome {}
    }

    /** Opens a browser's session. */
    public Outcome signIn(String phone, String pin, String address) {
        Bucket byPhone = phones.get(phone, ignored -> bucket(PHONE_BURST, PHONE_REFILL));
        Bucket byAddress = addresses.get(address, ignored -> bucket(ADDRESS_BURST, ADDRESS_REFILL));
        // taken before the hash is computed, so that parallel guesses count too; given back when the PIN is right
        if (!byAddress.tryConsume(1)) {
            return new Outcome.TooMany(ADDRESS_REFILL);
        }
        if (!byPhone.tryConsume(1)) {
            return new Outcome.TooMany(PHONE_REFILL);
        }
        Optional<People.Credential> credential = registry.people().byPhone(phone);
        boolean right =
                PinHash.matches(pin, credential.map(People.Credential::pinHash).orElse(NOBODY));
        if (credential.isEmpty() || !right) {
            return new Outcome.Wrong();
        }
        byPhone.addTokens(1);
        byAddress.addTokens(1);
        return open(credential.get().account(), "browser", SESSION_LIFE);
    }

    private static Bucket bucket(int burst, Duration refill) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(1, refill))
                .build();
    }

    /** A token for a script of somebody who is signed in. */
    public Outcome.Welcome token(Account account, String label) {
        return open(account, label, TOKEN_LIFE);
    }

    private Outcome.Welcome open(Account account, String label, Duration life) {
        String secret = secrets.next();
        registry.sessions()
                .open(
                        Secrets.digest(secret),
                        account,
                        label,
                        realClock.instant().plus(life),
                        realClock.instant());
        return new Outcome.Welcome(account, secret, life);
    }

    /** Whose secret it is, while it is valid. */
    public Optional<Account> recognize(String secret) {
        return registry.sessions().find(Secrets.digest(secret), realClock.instant());
    }

    /** Ends a session or token. */
    public void signOut(String secret) {
        registry.sessions().close(Secrets.digest(secret));
    }
}
