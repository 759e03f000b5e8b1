package vn.tuoi.edge.bench.valvesafety;

/** Thrown at the first violation: what follows would only repeat it. */
final class BrokenInvariant extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Violation violation;

    BrokenInvariant(Violation violation) {
        super(violation.toString(), null, false, false);
        this.violation = violation;
    }

    Violation violation() {
        return violation;
    }
}
