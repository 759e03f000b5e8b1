package vn.tuoi.gateway.uplink;

/**
 * What a connection has done since the start.
 *
 * @param connected whether it stands now
 * @param connections how often it was made
 * @param sent outbox messages published, resends included
 * @param refusedByBroker messages that the broker did not take
 * @param refusedDownlinks plans, commands, acknowledgements and forecasts that could not be taken
 * @param bytesToday uplink bytes of the farm's day
 */
public record UplinkCounters(
        boolean connected, long connections, long sent, long refusedByBroker, long refusedDownlinks, long bytesToday) {}
