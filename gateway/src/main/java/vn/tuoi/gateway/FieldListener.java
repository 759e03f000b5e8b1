package vn.tuoi.gateway;

import java.util.List;
import vn.tuoi.config.senml.Reading;

/** Who is told what comes from the cloud and from the nodes. Called on the gateway's threads; must not block. */
public interface FieldListener {
    /** A farm plan's JSON, signed by the cloud for this farm. The same plan comes again with every connection. */
    void planReceived(byte[] verifiedPayload);

    /** A command's JSON, signed by the cloud for this farm; it may come twice. */
    void commandReceived(byte[] verifiedPayload);

    /** A forecast's JSON, not signed. */
    void forecastReceived(byte[] payload);

    /** Readings of a node, already durable in the outbox; their points are below the farm. */
    void nodeReadings(List<Reading> readings);

    /**
     * What a node says that its valve does.
     *
     * @param atMs milliseconds UTC, by the gateway's clock when the node has none
     */
    void nodeValveReported(String station, boolean open, long atMs);
}
