package vn.tuoi.edge;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that started this process, told by {@code sd_notify(3)} that it is ready and, for the watchdog,
 * that it is alive. Without one nothing is told. Thread-safe.
 */
final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    /** By the name that it has on every machine with systemd: a bare "systemd" is found by way of {@code ldconfig -p} only. */
    private static final String LIBRARY = "libsystemd.so.0";

    private final @Nullable Systemd systemd;

    /** The one function of libsystemd. */
    interface Systemd extends Library {
        int sd_notify(int unsetEnvironment, String state);
    }

    private ServiceManager(@Nullable Systemd systemd) {
        this.systemd = systemd;
    }

    static ServiceManager ofEnvironment(Map<String, String> environment) {
        if (!environment.containsKey("NOTIFY_SOCKET")) {
            return new ServiceManager(null);
        }
        try {
            return new ServiceManager(Native.load(LIBRARY, Systemd.class));
        } catch (UnsatisfiedLinkError e) {
            LOG.warn("the service manager cannot be told anything: {}", e.getMessage());
            return new ServiceManager(null);
        }
    }

    void ready() {
        tell("READY=1");
    }

    void alive() {
        tell("WATCHDOG=1");
    }

    void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String state) {
        if (systemd != null && systemd.sd_notify(0, state) < 0) {
            LOG.warn("the service manager did not take {}", state);
        }
    }
}
