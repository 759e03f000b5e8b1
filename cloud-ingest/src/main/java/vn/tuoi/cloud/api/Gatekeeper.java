package vn.tuoi.cloud.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.auth.SignIn;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.Farms;

/**
 * Decides whether a request may pass: no session is 401, a farm out of scope is 404 as if it did not exist, a wrong role
 * is 403. Thread-safe; blocks for the session's row.
 */
final class Gatekeeper {
    private final SignIn signIn;
    private final Farms farms;

    Gatekeeper(SignIn signIn, Farms farms) {
        this.signIn = signIn;
        this.farms = farms;
    }

    /** What came of a request. */
    sealed interface Outcome {
        record Pass(@Nullable Account account, @Nullable Farm farm) implements Outcome {}

        record Refused(Answer answer) implements Outcome {}
    }

    /**
     * Judges a request.
     *
     * @param secret session or token that was presented
     * @param farmId the farm in the path, null when the route has none
     */
    Outcome judge(Access access, @Nullable String secret, @Nullable String farmId) {
        if (access.open()) {
            return new Outcome.Pass(null, null);
        }
        Optional<Account> account = secret == null ? Optional.empty() : signIn.recognize(secret);
        if (account.isEmpty()) {
            return new Outcome.Refused(Answer.noSession());
        }
        Farm farm = null;
        if (farmId != null) {
            farm = farms.find(farmId).orElse(null);
            if (farm == null || !account.get().sees(farm.id())) {
                return new Outcome.Refused(Answer.notFound());
            }
        }
        if (!access.roles().contains(account.get().role())) {
            return new Outcome.Refused(Answer.wrongRole());
        }
        return new Outcome.Pass(account.get(), farm);
    }
}
