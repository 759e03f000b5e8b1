package vn.tuoi.edge.bench.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counts of a process, at one moment.
 *
 * @param atNanos monotonic
 * @param residentKib {@code VmRSS}
 * @param privateKib memory that nobody shares
 * @param threads threads
 * @param cpuMs user and system time of all threads since its start
 * @param writtenBytes what it caused to be written to the disk ({@code write_bytes}); a file system's own journal is not
 *     counted to anybody
 */
record ProcessFigures(long atNanos, long residentKib, long privateKib, int threads, long cpuMs, long writtenBytes) {
    /** The clock of {@code /proc/PID/stat}, the same on every Linux that Java runs on. */
    private static final long TICK_MS = 10;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    static ProcessFigures of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(process.resolve("stat"));
        // the name before it may hold spaces
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        Path status = process.resolve("status");
        Path smaps = process.resolve("smaps_rollup");
        return new ProcessFigures(
                System.nanoTime(),
                number(status, "VmRSS:"),
                number(smaps, "Private_Clean:") + number(smaps, "Private_Dirty:"),
                (int) number(status, "Threads:"),
                ticks * TICK_MS,
                number(process.resolve("io"), "write_bytes:"));
    }

    private static long number(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return Long.parseLong(
                        line.substring(key.length()).replace("kB", "").strip());
            }
        }
        throw new IOException(file + " has no " + key);
    }
}
