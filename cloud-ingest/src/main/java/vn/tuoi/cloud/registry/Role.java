package vn.tuoi.cloud.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a person is to the farms in their scope. */
public enum Role {
    /** Waters and programs the own farms. */
    @JsonProperty("farmer")
    FARMER,
    /** Does so for many farms, and sets them up. */
    @JsonProperty("officer")
    OFFICER,
    /** Reads many farms and writes their programs; opens no valve. */
    @JsonProperty("agronomist")
    AGRONOMIST,
    /** Everything, on every farm. */
    @JsonProperty("administrator")
    ADMINISTRATOR;

    /** The name in JSON and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
