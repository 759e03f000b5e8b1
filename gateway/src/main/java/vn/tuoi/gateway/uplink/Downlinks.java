package vn.tuoi.gateway.uplink;

import java.util.function.Consumer;

/**
 * Who takes what comes from the cloud. Called on the connection's thread, one at a time; must not block.
 *
 * @param plan the payload of a plan's envelope, signature verified
 * @param command the payload of a command's envelope, signature verified
 * @param forecast a forecast document, not signed: it can at worst mislead, never open a valve by itself
 */
public record Downlinks(Consumer<byte[]> plan, Consumer<byte[]> command, Consumer<byte[]> forecast) {}
