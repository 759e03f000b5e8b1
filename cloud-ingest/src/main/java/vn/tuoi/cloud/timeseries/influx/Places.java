package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.domain.Bucket;
import com.influxdb.client.domain.BucketRetentionRules;
import com.influxdb.client.domain.Organization;
import com.influxdb.exceptions.InfluxException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.StoreUnavailable;

/**
 * Makes the databases, retention policies and buckets that are missing, and compares those that are there with the
 * settings: one that would forget too early is an error, one that keeps longer is told in the log and left as it is,
 * because to shorten it deletes what somebody may want.
 */
final class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(w|d|h|m|s|ms|u|ns)");
    private static final int CONFLICT = 409;

    private final InfluxConnection connection;
    private final InfluxDBClient client;
    private final OkHttpClient http;
    private final InfluxAddress address;
    private final Retention retention;

    Places(
            InfluxConnection connection,
            InfluxDBClient client,
            OkHttpClient http,
            InfluxAddress address,
            Retention retention) {
        this.connection = connection;
        this.client = client;
        this.http = http;
        this.address = address;
        this.retention = retention;
    }

    void prepare(Dialect dialect) throws StoreUnavailable {
        for (Place place : Place.values()) {
            switch (dialect) {
                case BEFORE_1_8, V1 -> preparePolicy(place, dialect);
                case V2 -> prepareBucket(place, dialect);
                case V3 -> prepareDatabase(place, dialect);
            }
        }
    }

    private Duration wanted(Place place) {
        return place == Place.READINGS ? retention.readings() : retention.rollups();
    }

    private static String setting(Place place) {
        return place == Place.READINGS ? "store.keepDays" : "store.keepRollupDays";
    }

    private void preparePolicy(Place place, Dialect dialect) throws StoreUnavailable {
        String database = address.database();
        String policy = place.retentionPolicy(address, dialect);
        long days = wanted(place).toDays();
        List<JsonNode> policies;
        try {
            policies = connection.query("SHOW RETENTION POLICIES ON \"" + database + "\"", database, null);
        } catch (StoreUnavailable e) {
            if (!String.valueOf(e.getMessage()).contains("database not found")) {
                throw e;
            }
            connection.query(
                    "CREATE DATABASE \"" + database + "\" WITH DURATION " + days + "d REPLICATION 1 NAME \"" + policy
                            + "\"",
                    database,
                    null);
            return;
        }
        for (JsonNode series : policies) {
            for (JsonNode row : series.path("values")) {
                if (row.path(0).asText().equals(policy)) {
                    compare(
                            place,
                            "retention policy " + policy + " of " + database,
                            duration(row.path(1).asText()),
                            "ALTER RETENTION POLICY \"" + policy + "\" ON \"" + database + "\" DURATION " + days + "d");
                    return;
                }
            }
        }
        connection.query(
                "CREATE RETENTION POLICY \"" + policy + "\" ON \"" + database + "\" DURATION " + days
                        + "d REPLICATION 1",
                database,
                null);
    }

    /** As 1.x writes it, e.g. {@code 9600h0m0s}; zero for ever. */
    static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "w" -> Duration.ofDays(7 * number);
                        case "d" -> Duration.ofDays(number);
                        case "h" -> Duration.ofHours(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ZERO;
                    });
        }
        return sum;
    }

    /** @param kept zero for ever */
    private void compare(Place place, String where, Duration kept, String remedy) throws StoreUnavailable {
        Duration wanted = wanted(place);
        if (kept.equals(wanted)) {
            return;
        }
        boolean forEver = kept.isZero();
        String difference = "InfluxDB " + address + ": " + where + " keeps "
                + (forEver ? "for ever" : kept.toDays() + " days") + ", but " + setting(place) + " is "
                + wanted.toDays();
        if (!forEver && kept.compareTo(wanted) < 0) {
            throw new StoreUnavailable(
                    difference + ": run " + remedy + ", or lower the setting",
                    new IllegalStateException("readings would be forgotten too early"));
        }
        LOG.warn("{}: it is left so; to change it run {}", difference, remedy);
    }

    private void prepareBucket(Place place, Dialect dialect) throws StoreUnavailable {
        String name = place.bucket(address, dialect);
        try {
            Bucket bucket = client.getBucketsApi().findBucketByName(name);
            if (bucket != null) {
                long seconds = bucket.getRetentionRules().stream()
                        .mapToLong(rule -> rule.getEverySeconds() == null ? 0 : rule.getEverySeconds())
                        .max()
                        .orElse(0);
                compare(
                        place,
                        "bucket " + name,
                        Duration.ofSeconds(seconds),
                        "influx bucket update --id " + bucket.getId() + " --retention "
                                + wanted(place).toHours() + "h");
                return;
            }
            client.getBucketsApi()
                    .createBucket(
                            name,
                            new BucketRetentionRules()
                                    .everySeconds(Math.toIntExact(wanted(place).toSeconds())),
                            organization());
        } catch (InfluxException e) {
            throw connection.unavailable("find or make the bucket " + name + " of", e);
        }
    }

    private Organization organization() throws StoreUnavailable {
        return client.getOrganizationsApi().findOrganizations().stream()
                .filter(found -> address.organization().equals(found.getName()))
                .findFirst()
                .orElseThrow(() -> new StoreUnavailable(
                        "InfluxDB " + address + " has no organization " + address.organization()
                                + " that the token may see: set influxdb.organization",
                        new IllegalStateException("no organization")));
    }

    /**
     * 3 Core cannot tell or change how long a database keeps, so an existing one is taken as it is. A token that may not
     * make databases leaves it to the first write, which makes one that keeps for ever.
     */
    private void prepareDatabase(Place place, Dialect dialect) throws StoreUnavailable {
        String name = place.database(address, dialect);
        Request request = new Request.Builder()
                .url(address.url() + "/api/v3/configure/database")
                .header("Authorization", "Bearer " + address.token())
                .post(RequestBody.create(
                        "{\"db\":\"" + name + "\",\"retention_period\":\""
                                + wanted(place).toDays() + "d\"}",
                        MediaType.get("application/json")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful() && response.code() != CONFLICT) {
                LOG.warn(
                        "InfluxDB {}: the database {} was not made ({}); make it with --retention-period {}d, else it"
                                + " keeps for ever",
                        address,
                        name,
                        response.code(),
                        wanted(place).toDays());
            }
        } catch (IOException e) {
            throw connection.unavailable("make the database " + name + " of", e);
        }
    }
}
