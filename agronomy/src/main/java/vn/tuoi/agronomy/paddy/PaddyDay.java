package vn.tuoi.agronomy.paddy;

/**
 * One day of a paddy; the water closes: the change of pond and soil is
 * {@code rainMm + irrigationMm - runoffMm - percolationMm - etaMm}.
 *
 * @param rainMm rain
 * @param irrigationMm water let in
 * @param runoffMm over the bund
 * @param percolationMm through the puddled layer
 * @param etcMm evapotranspiration without stress
 * @param etaMm as it was
 * @param stress coefficient of 0 to 1
 * @param levelCm water level in the evening relative to the soil surface, as a perforated tube shows it
 * @param after the evening
 */
public record PaddyDay(
        double rainMm,
        double irrigationMm,
        double runoffMm,
        double percolationMm,
        double etcMm,
        double etaMm,
        double stress,
        double levelCm,
        PaddyState after) {}
