package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs on which processor cores, as {@code taskset} takes them. The load comes from cores of its own, so that it
 * cannot slow down what it measures. Immutable.
 *
 * @param load of the generator and of a broker that is not ours
 * @param served of what is measured and of its database
 * @param apart whether the two differ; on one core they cannot
 */
record Cores(String load, String served, boolean apart) {
    /** The first core for the load, the second for what is measured: the same on every machine. */
    static Cores ofThisMachine() {
        return Runtime.getRuntime().availableProcessors() < 2 ? new Cores("0", "0", false) : new Cores("0", "1", true);
    }

    /** Moves this process, all its threads, to the cores of the load. */
    void pinLoad() throws IOException, InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        int code = new ProcessBuilder("taskset", "-a", "-c", "-p", load, self)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("taskset could not pin this process to core " + load);
        }
    }

    List<String> onLoad(List<String> command) {
        return pinned(load, command);
    }

    List<String> onServed(List<String> command) {
        return pinned(served, command);
    }

    private static List<String> pinned(String cores, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
        pinned.addAll(command);
        return pinned;
    }
}
