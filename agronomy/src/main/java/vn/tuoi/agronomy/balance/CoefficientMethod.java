package vn.tuoi.agronomy.balance;

/** How crop evapotranspiration follows from the reference. */
public enum CoefficientMethod {
    /** One coefficient for crop and soil, FAO-56 chapter 6. */
    SINGLE,
    /** A basal coefficient for the crop and evaporation from the surface layer, FAO-56 chapter 7. */
    DUAL
}
