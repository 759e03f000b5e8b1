package vn.tuoi.agronomy.balance;

/** When in a day the balance lets water in. FAO-56 leaves both readings open, and they differ by up to a day's evapotranspiration. */
public enum Timing {
    /** Water arrives at the start of the day and the excess drains before evapotranspiration: FAO-56 examples 35 and 38, annex 8. */
    START,
    /** Evapotranspiration first, from the state of the evening before; water arrives at its end: equations 77 to 79, 85 and 88 literally. */
    END
}
