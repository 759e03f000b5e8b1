package vn.tuoi.cloud.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Somebody who gives a command to one farm after the other, at the times at which they are due whatever became of the
 * earlier ones, and sees how long each takes to its farm and back. Thread-safe.
 */
final class CommandLoad implements Fleet.CommandWatch, AutoCloseable {
    private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final int farms;
    private final AtomicLongArray dueNanos;
    private final Histogram answeredMicros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private final Histogram reachedMicros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private final Histogram repliedMicros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private final AtomicLong given = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    CommandLoad(int farms) {
        this.farms = farms;
        this.dueNanos = new AtomicLongArray(farms);
    }

    /** Begins to give {@code count} commands, no two to one farm before it has had time to reply. */
    void start(String url, String cookie, double perSecond, int count) {
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int farm = i % farms;
            long due = began + (long) (i * 1e9 / perSecond);
            var unused =
                    clock.schedule(() -> give(url, cookie, farm, due), due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void give(String url, String cookie, int farm, long due) {
        dueNanos.set(farm, due);
        given.incrementAndGet();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/api/v1/farms/" + FarmMessages.farmId(farm) + "/stop"))
                .timeout(Duration.ofSeconds(30))
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenAccept(answer -> {
                    if (answer.statusCode() == 202) {
                        accepted.incrementAndGet();
                        answeredMicros.recordValue(since(due));
                    }
                });
    }

    private static long since(long nanos) {
        return Math.max(0, Math.min(HIGHEST_MICROS, (System.nanoTime() - nanos) / 1_000));
    }

    @Override
    public void commanded(int farm) {
        reachedMicros.recordValue(since(dueNanos.get(farm)));
    }

    @Override
    public void replied(int farm) {
        repliedMicros.recordValue(since(dueNanos.get(farm)));
    }

    long given() {
        return given.get();
    }

    /** Commands that the API has taken. */
    long accepted() {
        return accepted.get();
    }

    /** From due to the API's answer. */
    Histogram answeredMicros() {
        return answeredMicros;
    }

    /** From due to the farm. */
    Histogram reachedMicros() {
        return reachedMicros;
    }

    /** From due until the farm's reply was stored, and the farm told so. */
    Histogram repliedMicros() {
        return repliedMicros;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
