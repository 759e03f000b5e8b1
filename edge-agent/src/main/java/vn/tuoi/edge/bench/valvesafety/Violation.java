package vn.tuoi.edge.bench.valvesafety;

/**
 * An invariant that did not hold.
 *
 * @param seed of the schedule
 * @param invariant its name in docs/invariants.md
 * @param atMs simulated time since the schedule began
 * @param detail what was seen
 */
record Violation(long seed, String invariant, long atMs, String detail) {
    @Override
    public String toString() {
        return invariant + " at " + atMs / 1000.0 + " s: " + detail
                + " (replay: ./tuoi bench valve-safety --schedules 1 --seed " + seed + ")";
    }
}
