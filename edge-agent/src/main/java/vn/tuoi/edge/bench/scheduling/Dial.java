package vn.tuoi.edge.bench.scheduling;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A way of scheduling with its settings tried one after another, so that ways are compared at equal adequacy: the setting counts that
 * needs the least water among those that reach the adequacy asked for.
 *
 * @param scores of every setting
 */
record Dial(List<Score> scores) {

    /** The score that counts, empty when no setting reaches the adequacy. */
    Optional<Score> at(double adequacyPercent) {
        return scores.stream()
                .filter(score -> score.adequacyPercent() >= adequacyPercent)
                .min(Comparator.comparingDouble(Score::irrigationMm));
    }
}
