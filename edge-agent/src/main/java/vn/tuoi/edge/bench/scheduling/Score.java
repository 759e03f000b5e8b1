package vn.tuoi.edge.bench.scheduling;

/**
 * What a way of scheduling did over all seasons, mean of a season but for the adequacy, which is of the pooled water.
 *
 * @param setting its parameters
 * @param irrigationMm net water
 * @param adequacyPercent 100 ETa / ETc
 * @param stressDays days below full evapotranspiration
 * @param deepPercolationMm drained
 * @param runs irrigations
 */
record Score(
        String setting,
        double irrigationMm,
        double adequacyPercent,
        double stressDays,
        double deepPercolationMm,
        double runs) {}
