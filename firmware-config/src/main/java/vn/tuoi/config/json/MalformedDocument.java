package vn.tuoi.config.json;

import java.util.List;
import java.util.stream.Collectors;

/** A document that cannot be taken, with every problem found in it; never empty. */
public final class MalformedDocument extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public MalformedDocument(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public MalformedDocument(String path, String message) {
        this(List.of(new Problem(path, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
