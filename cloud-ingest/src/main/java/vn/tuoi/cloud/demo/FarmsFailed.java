package vn.tuoi.cloud.demo;

/** The simulated farms did not come up. */
final class FarmsFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean refused;

    FarmsFailed(String message) {
        super(message);
        this.refused = false;
    }

    /** @param refused whether their process has already said what is wrong with its options */
    FarmsFailed(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    boolean refused() {
        return refused;
    }
}
