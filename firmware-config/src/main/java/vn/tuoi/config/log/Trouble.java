package vn.tuoi.config.log;

import java.time.Duration;

/**
 * A failure that comes again and again, e.g. of a full disk: news when it begins, and then only every so often, so that a
 * log tells of it without being filled by it. Not thread-safe.
 */
public final class Trouble {
    /** How long nothing is said of what lasts. */
    public static final long SAID_AGAIN_MS = Duration.ofMinutes(10).toMillis();

    private boolean lasts;
    private long saidMs;

    /** It happened, at a time in milliseconds of any clock; gives whether to say so. */
    public boolean isNews(long nowMs) {
        boolean news = !lasts || nowMs - saidMs >= SAID_AGAIN_MS;
        lasts = true;
        if (news) {
            saidMs = nowMs;
        }
        return news;
    }

    /** It did not happen this time; gives whether that is news. */
    public boolean isOver() {
        boolean over = lasts;
        lasts = false;
        return over;
    }
}
