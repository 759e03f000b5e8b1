package vn.tuoi.edge.simulate;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a command line and its files, collected so that all of it is said at once. Not thread-safe. */
final class Problems {

    private final List<String> lines = new ArrayList<>();

    /** Adds a line that says where (option or file), what is wrong and what to do. */
    void add(String where, String what) {
        lines.add(where + ": " + what);
    }

    boolean none() {
        return lines.isEmpty();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
