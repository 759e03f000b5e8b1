package vn.tuoi.cloud.timeseries;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/**
 * Copies all readings of one store into another, page by page, the oldest day first, and compares how many each day has
 * in both. How far it came is on disk after every page, so that after a kill the next one goes on there; a page that is
 * written twice does no harm. Rollups are not copied: the new store computes its own. One thread's.
 */
public final class TelemetryCopy {
    private static final int ROWS_PER_PAGE = 10_000;

    private final TelemetryStore from;
    private final TelemetryStore to;
    private final LocalDate oldest;
    private final Path checkpointFile;
    private final Progress progress;

    /** Told after every page. */
    public interface Progress {
        /**
         * How far it is.
         *
         * @param day that is being copied
         * @param copied readings so far, with those before a kill
         * @param total readings there are
         */
        void at(LocalDate day, long copied, long total);
    }

    /**
     * What was done.
     *
     * @param copied readings, with those before a kill
     * @param refused of these, readings that the new store will never take
     * @param leftOut readings that are older than the new store keeps
     * @param differences days that have fewer readings in the new store, a line each; empty when all is there
     */
    public record Result(long copied, long refused, long leftOut, List<String> differences) {
        public Result {
            differences = List.copyOf(differences);
        }
    }

    private record Checkpoint(
            @JsonProperty(required = true) String from,
            @JsonProperty(required = true) String to,
            @JsonProperty(required = true) LocalDate day,
            @JsonProperty(required = true) String position,
            @JsonProperty(required = true) long copied,
            @JsonProperty(required = true) long refused) {}

    /**
     * A copy that has not begun.
     *
     * @param oldest days before it are left out, because the new store does not keep them
     * @param checkpointFile made, and deleted when all is copied
     */
    public TelemetryCopy(
            TelemetryStore from, TelemetryStore to, LocalDate oldest, Path checkpointFile, Progress progress) {
        this.from = from;
        this.to = to;
        this.oldest = oldest;
        this.checkpointFile = checkpointFile;
        this.progress = progress;
    }

    /**
     * Copies until all is done.
     *
     * @throws MalformedDocument when the checkpoint is of another copy or cannot be read
     */
    public Result run() throws StoreUnavailable, IOException, MalformedDocument {
        Checkpoint begun = begun();
        SortedMap<LocalDate, Long> all = from.countByDay();
        SortedMap<LocalDate, Long> wanted = all.tailMap(oldest);
        long leftOut = sum(all.headMap(oldest));
        long total = sum(wanted);
        long copied = begun == null ? 0 : begun.copied();
        long refused = begun == null ? 0 : begun.refused();
        ReadingBatch page = new ReadingBatch();
        for (LocalDate day : wanted.keySet()) {
            if (begun != null && day.isBefore(begun.day())) {
                continue;
            }
            String position = begun != null && day.equals(begun.day()) ? begun.position() : "";
            while (position != null) {
                page.clear();
                position = from.readPage(day, position, ROWS_PER_PAGE, page);
                if (page.size() > 0) {
                    refused += to.write(page);
                    copied += page.size();
                }
                LocalDate next = position == null ? day.plusDays(1) : day;
                Checkpoint reached = new Checkpoint(
                        from.toString(), to.toString(), next, position == null ? "" : position, copied, refused);
                PrivateFiles.write(checkpointFile, StrictJson.write(reached));
                progress.at(day, copied, total);
            }
        }
        Result result = new Result(copied, refused, leftOut, differences(wanted));
        Files.deleteIfExists(checkpointFile);
        return result;
    }

    private static long sum(Map<LocalDate, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private List<String> differences(SortedMap<LocalDate, Long> wanted) throws StoreUnavailable {
        SortedMap<LocalDate, Long> there = to.countByDay();
        List<String> differences = new ArrayList<>();
        wanted.forEach((day, count) -> {
            long found = there.getOrDefault(day, 0L);
            if (found < count) {
                differences.add(day + ": " + count + " readings in " + from + ", " + found + " in " + to);
            }
        });
        return differences;
    }

    private @Nullable Checkpoint begun() throws IOException, MalformedDocument {
        if (!Files.exists(checkpointFile)) {
            return null;
        }
        Checkpoint begun = StrictJson.read(Files.readAllBytes(checkpointFile), Checkpoint.class);
        if (!begun.from().equals(from.toString()) || !begun.to().equals(to.toString())) {
            throw new MalformedDocument(
                    "",
                    "is of a copy from " + begun.from() + " to " + begun.to()
                            + " that was not finished: finish that one, or delete the file");
        }
        return begun;
    }
}
