package org.eclipse.paho.mqttv5.client.logging;

import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the loggers of Paho's objects. Stands in for the class of this name in Paho 1.2.5, which looks for the logger's
 * class and for its texts by name each time, and it is asked for each message that is acknowledged and each that is
 * published. Thread-safe.
 */
public class LoggerFactory {
    /** The texts of Paho's log. */
    public static final String MQTT_CLIENT_MSG_CAT = "org.eclipse.paho.mqttv5.client.internal.nls.logcat";

    private static final Map<String, ResourceBundle> CATALOGS = new ConcurrentHashMap<>();

    private LoggerFactory() {}

    /**
     * A new logger, of which the caller may set the resource name.
     *
     * @param catalog name of a resource bundle with the texts
     * @param id the name below which {@link java.util.logging} knows it
     */
    public static Logger getLogger(String catalog, String id) {
        Logger logger = new JSR47Logger();
        logger.initialise(CATALOGS.computeIfAbsent(catalog, name -> ResourceBundle.getBundle(name)), id, null);
        return logger;
    }
}
