package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import vn.tuoi.cloud.auth.SignIn;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.Farms;
import vn.tuoi.cloud.registry.Role;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.topic.FarmId;

/** Sign in and out. */
final class SessionRoutes {
    static final String COOKIE = "tuoi_session";

    private static final int MAX_PHONE_LENGTH = 20;
    private static final int MAX_PIN_LENGTH = 64;
    private static final int MAX_LABEL_LENGTH = 60;

    private final SignIn signIn;
    private final Farms farms;
    private final boolean secureCookie;

    /** @param secureCookie whether browsers reach the page by HTTPS, so that the cookie may be kept to that */
    SessionRoutes(SignIn signIn, Farms farms, boolean secureCookie) {
        this.signIn = signIn;
        this.farms = farms;
        this.secureCookie = secureCookie;
    }

    List<Endpoint> endpoints() {
        String session = Endpoint.ROOT + "/session";
        return List.of(
                Endpoint.post(
                        session,
                        Access.ANYBODY,
                        "Sign in with phone and PIN; sets the session cookie.",
                        200,
                        this::open),
                Endpoint.delete(session, Access.ANYBODY, "Sign out.", 204, this::close),
                Endpoint.get(
                        Endpoint.ROOT + "/me",
                        Access.SIGNED_IN,
                        "Who is signed in.",
                        call -> Answer.ok(me(call.account()))),
                Endpoint.post(
                        Endpoint.ROOT + "/tokens",
                        Access.SIGNED_IN,
                        "A token for scripts, to be sent as Authorization: Bearer; shown once.",
                        201,
                        this::token));
    }

    private record Credentials(
            @JsonProperty(required = true) String phone,
            @JsonProperty(required = true) String pin) {}

    private record Label(@JsonProperty(required = true) String label) {}

    private record Token(
            @JsonProperty(required = true) String token,
            @JsonProperty(required = true) long expiresInSeconds) {}

    private record Me(
            @JsonProperty(required = true) Role role,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String phone,
            @JsonProperty(required = true) Collection<FarmId> farms) {}

    private Me me(Account account) {
        Collection<FarmId> scope = account.role() == Role.ADMINISTRATOR
                ? farms.all().stream().map(farm -> farm.id()).sorted().toList()
                : account.farms();
        return new Me(account.role(), account.name(), account.phone(), scope);
    }

    private Answer open(Call call) throws MalformedDocument {
        Credentials credentials = call.body(Credentials.class);
        // people write their number with spaces and dots
        String phone = credentials.phone().replaceAll("[\\s.\\-]", "");
        if (phone.isEmpty() || phone.length() > MAX_PHONE_LENGTH) {
            throw new MalformedDocument("phone", "must be a phone number of at most " + MAX_PHONE_LENGTH + " digits");
        }
        if (credentials.pin().isEmpty() || credentials.pin().length() > MAX_PIN_LENGTH) {
            throw new MalformedDocument("pin", "must have 1 to " + MAX_PIN_LENGTH + " characters");
        }
        SignIn.Outcome outcome = signIn.signIn(phone, credentials.pin(), call.address());
        if (outcome instanceof SignIn.Outcome.Welcome welcome) {
            return Answer.ok(me(welcome.account())).with("Set-Cookie", cookie(welcome.secret(), welcome.life()));
        }
        if (outcome instanceof SignIn.Outcome.TooMany tooMany) {
            return Answer.tooMany("too-many-attempts", tooMany.retryAfter());
        }
        return Answer.problem(401, "wrong-phone-or-pin", "phone or PIN is wrong");
    }

    private String cookie(String secret, Duration life) {
        return COOKIE + "=" + secret + "; Path=/; Max-Age=" + life.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (secureCookie ? "; Secure" : "");
    }

    private Answer close(Call call) {
        call.secret().ifPresent(signIn::signOut);
        return Answer.nothing().with("Set-Cookie", cookie("", Duration.ZERO));
    }

    private Answer token(Call call) throws MalformedDocument {
        String label = call.body(Label.class).label();
        if (label.isBlank() || label.length() > MAX_LABEL_LENGTH) {
            throw new MalformedDocument("label", "must have 1 to " + MAX_LABEL_LENGTH + " characters");
        }
        SignIn.Outcome.Welcome welcome = signIn.token(call.account(), label);
        return Answer.json(201, new Token(welcome.secret(), welcome.life().toSeconds()));
    }
}
