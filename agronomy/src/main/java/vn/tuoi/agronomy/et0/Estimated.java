package vn.tuoi.agronomy.et0;

/** What was not measured and how it was filled, FAO-56 chapter 3 "estimating missing climatic data". */
public enum Estimated {
    /** Humidity: the dew point is taken as the lowest temperature, equation 48. */
    HUMIDITY("humidity", "dew point taken as tmin, FAO-56 equation 48"),
    /** Lowest relative humidity: from the dew point and the highest temperature. */
    LOWEST_HUMIDITY("lowest humidity", "from tmax and the vapour pressure"),
    /** Lowest relative humidity without any temperature: the 45 % of FAO-56 table 16's standard climate. */
    LOWEST_HUMIDITY_STANDARD("lowest humidity", "45 %, the standard climate of FAO-56"),
    /** Solar radiation from the hours of sunshine, equation 35. */
    RADIATION_FROM_SUNSHINE("radiation", "from sunshine hours, FAO-56 equation 35"),
    /** Solar radiation from the temperature range, equation 50. */
    RADIATION("radiation", "from tmax - tmin, FAO-56 equation 50"),
    /** Wind: 2 m/s, the mean over more than 2000 stations of the globe. */
    WIND("wind", "2 m/s, FAO-56 chapter 3");

    private final String quantity;
    private final String how;

    Estimated(String quantity, String how) {
        this.quantity = quantity;
        this.how = how;
    }

    /** The quantity that was not measured. */
    public String quantity() {
        return quantity;
    }

    /** Where its value came from. */
    public String how() {
        return how;
    }
}
