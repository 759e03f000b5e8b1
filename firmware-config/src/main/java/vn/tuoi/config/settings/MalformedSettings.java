package vn.tuoi.config.settings;

import java.util.List;

/** Settings that a process cannot start with: one line a problem, each with file and key. */
public final class MalformedSettings extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    public MalformedSettings(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** One line a problem. */
    public List<String> lines() {
        return lines;
    }
}
