package vn.tuoi.edge.device;

import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;

/**
 * A device that did not do what it was told or did not answer. The reason is a key of the message catalogue, so that it
 * reads in every language; the exception's own message is the English sentence, for logs.
 */
public final class DeviceFailure extends Exception {
    private static final long serialVersionUID = 1;
    private static final Messages ENGLISH = Messages.english();

    private final transient Explanation reason;

    public DeviceFailure(Explanation reason) {
        super(ENGLISH.render(reason));
        this.reason = reason;
    }

    /** A failure with the reason's key ({@code device.…}) and its alternating names and values. */
    public static DeviceFailure of(String key, Object... namesAndValues) {
        return new DeviceFailure(Explanation.of(key, namesAndValues));
    }

    /** Why, for people. */
    public Explanation reason() {
        return reason;
    }
}
