package vn.tuoi.edge.agent;

import java.util.List;

/**
 * How far an agent has come.
 *
 * @param planVersion the applied plan, 0 before the first
 * @param openStations stations that it has opened and not yet closed
 * @param storeFailures times that the state file could not be written
 */
public record AgentStatus(long planVersion, List<String> openStations, long storeFailures) {
    public AgentStatus {
        openStations = List.copyOf(openStations);
    }
}
