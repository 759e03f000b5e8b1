package vn.tuoi.cloud.timeseries.influx;

/**
 * Where rows of a kind lie: readings in the database and retention policy of the settings, rollups beside them in one of
 * their own, because they are kept longer.
 */
enum Place {
    READINGS,
    ROLLUPS;

    /** Name of the retention policy, of the second half of a 2.x bucket, and of the end of a 3 database, for rollups. */
    static final String ROLLUP_POLICY = "rollup";

    /** The retention policy to name in a query; empty for a server that knows none. */
    String retentionPolicy(InfluxAddress address, Dialect dialect) {
        if (dialect == Dialect.V3) {
            return "";
        }
        return this == ROLLUPS ? ROLLUP_POLICY : address.retentionPolicy();
    }

    String database(InfluxAddress address, Dialect dialect) {
        return dialect == Dialect.V3 && this == ROLLUPS ? address.database() + "_" + ROLLUP_POLICY : address.database();
    }

    /** What {@code /api/v2/write} calls a bucket. */
    String bucket(InfluxAddress address, Dialect dialect) {
        String policy = retentionPolicy(address, dialect);
        return database(address, dialect) + (policy.isEmpty() ? "" : "/" + policy);
    }
}
