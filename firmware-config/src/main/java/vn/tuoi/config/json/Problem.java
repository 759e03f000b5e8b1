package vn.tuoi.config.json;

/**
 * One thing wrong with a document that somebody wrote: where, and what to do about it.
 *
 * @param path the field, e.g. {@code zones[2].program.starts[0].at}; empty for the whole document
 * @param message what is wrong and what is expected, in one line of English
 */
public record Problem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
