package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.util.List;

/** What takes messages from the broker into a store: the cloud, or what a user would take in its place. Thread-safe. */
interface Pipeline extends AutoCloseable {
    /** Its processes, without the broker and the database. */
    List<ServerProcess> processes();

    /** The database beside it; empty when it holds its data itself. */
    List<ServerProcess> databases();

    /** Readings stored so far as somebody counts them, cheap to ask. */
    long stored() throws IOException;

    /** Readings that are found in the store when it is searched. */
    long found() throws IOException;

    @Override
    void close();

    /** CPU of processes, microseconds of one core. */
    static long cpuMicros(List<ServerProcess> processes) {
        return processes.stream().mapToLong(ServerProcess::cpuMicros).sum();
    }

    /** What of it went to compilers, which end their work some time after the start. */
    static long compilerMicros(List<ServerProcess> processes) throws IOException {
        long sum = 0;
        for (ServerProcess process : processes) {
            sum += process.compilerMicros();
        }
        return sum;
    }
}
