package vn.tuoi.agronomy.crop;

import java.util.OptionalDouble;

/**
 * A crop on one day.
 *
 * @param kc single crop coefficient
 * @param kcb basal crop coefficient
 * @param heightM plant height, m
 * @param rootM rooting depth, m
 * @param measuredCover share of the ground that the crop covers, 0 to 1, when it was measured; else equation 76 estimates it
 */
public record CropDay(double kc, double kcb, double heightM, double rootM, OptionalDouble measuredCover) {

    /** A day without a measured cover. */
    public static CropDay of(double kc, double kcb, double heightM, double rootM) {
        return new CropDay(kc, kcb, heightM, rootM, OptionalDouble.empty());
    }

    /** The same day with a measured ground cover of 0 to 1. */
    public CropDay withCover(double cover) {
        return new CropDay(kc, kcb, heightM, rootM, OptionalDouble.of(cover));
    }
}
