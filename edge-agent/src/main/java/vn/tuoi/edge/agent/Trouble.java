package vn.tuoi.edge.agent;

import java.time.Duration;

/** A failure that comes again and again: news when it begins, and then only every so often. Not thread-safe. */
final class Trouble {
    static final long SAID_AGAIN_MS = Duration.ofMinutes(10).toMillis();

    private boolean lasts;
    private long saidMs;

    /** It happened; gives whether to say so. */
    boolean isNews(long nowMs) {
        boolean news = !lasts || nowMs - saidMs >= SAID_AGAIN_MS;
        lasts = true;
        if (news) {
            saidMs = nowMs;
        }
        return news;
    }

    /** It did not happen this time; gives whether that is news. */
    boolean isOver() {
        boolean over = lasts;
        lasts = false;
        return over;
    }
}
