package vn.tuoi.edge.simulate;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.balance.CoefficientMethod;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.GrowthStages;
import vn.tuoi.agronomy.crop.StageValues;
import vn.tuoi.agronomy.crop.Stature;
import vn.tuoi.config.json.MalformedDocument;

/**
 * A crop of one's own as a JSON file; the coefficients of the method that is asked for are required, heights only for the dual one.
 *
 * @param kcbMin coefficient of dry bare soil; absent means {@code kcbIni}
 * @param stageDays initial, development, mid, late
 */
record CropFile(
        @Nullable Double kcbIni,
        @Nullable Double kcbMid,
        @Nullable Double kcbEnd,
        @Nullable Double kcbMin,
        @Nullable Double kcIni,
        @Nullable Double kcMid,
        @Nullable Double kcEnd,
        List<Integer> stageDays,
        @Nullable Double heightIniM,
        @Nullable Double heightMaxM,
        @Nullable Double rootMinM,
        @Nullable Double rootMaxM,
        @Nullable Double depletionFraction,
        @Nullable Boolean constantDepletionFraction) {

    CropFile {
        stageDays = List.copyOf(stageDays);
    }

    Crop crop(CoefficientMethod method) throws MalformedDocument {
        boolean dual = method == CoefficientMethod.DUAL;
        String which = dual ? "kcb" : "kc";
        double initial = required(which + "Ini", dual ? kcbIni : kcIni, method);
        double mid = required(which + "Mid", dual ? kcbMid : kcMid, method);
        double end = required(which + "End", dual ? kcbEnd : kcEnd, method);
        double heightIni = dual ? required("heightIniM", heightIniM, method) : orElse(heightIniM, 0);
        double heightMax = dual ? required("heightMaxM", heightMaxM, method) : orElse(heightMaxM, heightIni);
        double rootMin = required("rootMinM", rootMinM, method);
        double rootMax = required("rootMaxM", rootMaxM, method);
        double p = required("depletionFraction", depletionFraction, method);
        if (stageDays.size() != 4) {
            throw new MalformedDocument("stageDays", "has " + stageDays.size() + " numbers, must have 4");
        }
        try {
            // The method that is not asked for only sizes what a program expects; it takes the same values where it has
            // none.
            StageValues asked = new StageValues(initial, mid, end);
            return new Crop(
                    dual ? orElse(kcIni, kcMid, kcEnd, asked) : asked,
                    dual ? asked : orElse(kcbIni, kcbMid, kcbEnd, asked),
                    kcbMin == null ? initial : kcbMin,
                    new GrowthStages(stageDays.get(0), stageDays.get(1), stageDays.get(2), stageDays.get(3)),
                    new Stature(heightIni, heightMax, rootMin, rootMax),
                    p,
                    Boolean.TRUE.equals(constantDepletionFraction));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedDocument("", String.valueOf(outOfRange.getMessage()));
        }
    }

    private static double required(String field, @Nullable Double value, CoefficientMethod method)
            throws MalformedDocument {
        if (value == null) {
            throw new MalformedDocument(
                    field, "is required for the method " + method.name().toLowerCase(Locale.ROOT));
        }
        return value;
    }

    private static StageValues orElse(
            @Nullable Double initial, @Nullable Double mid, @Nullable Double end, StageValues otherwise) {
        return new StageValues(
                orElse(initial, otherwise.initial()), orElse(mid, otherwise.mid()), orElse(end, otherwise.end()));
    }

    private static double orElse(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }
}
