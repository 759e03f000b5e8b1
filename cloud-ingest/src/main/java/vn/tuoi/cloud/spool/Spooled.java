package vn.tuoi.cloud.spool;

/** A message as a farm sent it. Immutable as long as nobody writes to the payload. */
public final class Spooled {
    private final long id;
    private final String farm;
    private final long receivedAtMs;
    private final byte[] payload;

    /**
     * A message.
     *
     * @param id its place in the order of arrival; 0 before it lies in the spool
     * @param farm who sent it
     * @param receivedAtMs when it came, milliseconds UTC of the farms' clock: relative times in it count from then
     * @param payload a pack that has been checked; not copied
     */
    public Spooled(long id, String farm, long receivedAtMs, byte[] payload) {
        this.id = id;
        this.farm = farm;
        this.receivedAtMs = receivedAtMs;
        this.payload = payload;
    }

    public long id() {
        return id;
    }

    public String farm() {
        return farm;
    }

    public long receivedAtMs() {
        return receivedAtMs;
    }

    public byte[] payload() {
        return payload;
    }
}
