package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vn.tuoi.cloud.timeseries.StoreUnavailable;

/** Which farms and points there are, from the server's index, in alphabetical order. */
final class TagValues {
    private TagValues() {}

    static List<String> farms(InfluxConnection connection) throws StoreUnavailable {
        return read(connection, "\"farm\"");
    }

    static List<String> points(InfluxConnection connection, String farm) throws StoreUnavailable {
        return read(connection, "\"point\" WHERE \"farm\" = '" + farm + "'");
    }

    private static List<String> read(InfluxConnection connection, String keyAndCondition) throws StoreUnavailable {
        List<String> values = new ArrayList<>();
        for (JsonNode series :
                connection.query(Place.READINGS, "SHOW TAG VALUES FROM \"telemetry\" WITH KEY = " + keyAndCondition)) {
            for (JsonNode row : series.path("values")) {
                values.add(row.get(row.size() - 1).asText());
            }
        }
        values.sort(Comparator.naturalOrder());
        return values;
    }
}
