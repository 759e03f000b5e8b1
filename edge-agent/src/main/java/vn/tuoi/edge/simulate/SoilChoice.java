package vn.tuoi.edge.simulate;

import java.util.OptionalDouble;
import vn.tuoi.agronomy.soil.Soil;

/**
 * The soil of a season.
 *
 * @param soil for the upland balance
 * @param initial water content of the first morning, m³/m³
 * @param saturation m³/m³, where it is known
 */
record SoilChoice(Soil soil, double initial, OptionalDouble saturation) {}
