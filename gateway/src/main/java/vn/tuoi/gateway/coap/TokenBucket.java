package vn.tuoi.gateway.coap;

/** So many requests at once and so many a second after that. Thread-safe. */
final class TokenBucket {
    private final int burst;
    private final double perSecond;
    private double tokens;
    private long lastNanos;

    TokenBucket(int burst, double perSecond, long nowNanos) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    synchronized boolean take(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) / 1e9 * perSecond);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
