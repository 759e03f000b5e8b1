package vn.tuoi.cloud.demo;

/** The simulated farms did not come up; nothing that another setting would change. */
final class FarmsFailed extends Exception {
    private static final long serialVersionUID = 1;

    FarmsFailed(String message) {
        super(message);
    }

    FarmsFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
