package vn.tuoi.gateway.coap;

/**
 * What a server has answered since the start.
 *
 * @param accepted packs answered 2.04
 * @param refused packs answered 4.xx
 * @param limited requests over a node's rate
 * @param busy packs answered 5.03
 */
public record NodeServerCounters(long accepted, long refused, long limited, long busy) {}
