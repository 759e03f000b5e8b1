package vn.tuoi.edge.simulate;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vn.tuoi.agronomy.balance.CoefficientMethod;
import vn.tuoi.agronomy.balance.Timing;

/** The options of {@code tuoi simulate}, filled by picocli. */
final class SimulateOptions {

    /** The grass or the alfalfa reference of ASCE-EWRI 2005. */
    enum Reference {
        SHORT,
        TALL
    }

    @Option(
            names = "--weather",
            required = true,
            paramLabel = "FILE.csv",
            description = "Daily weather, columns named in its header.")
    @Nullable
    Path weather;

    @Option(
            names = "--crop",
            required = true,
            paramLabel = "KEY|FILE.json",
            description = "A crop of the table, or one's own.")
    @Nullable
    String crop;

    @Option(
            names = "--soil",
            required = true,
            paramLabel = "KEY|FILE.json",
            description = "A soil of the table, or one's own.")
    @Nullable
    String soil;

    @Option(
            names = "--start",
            required = true,
            paramLabel = "DATE",
            description = "First day of the season, e.g. 2025-02-01.")
    @Nullable
    LocalDate start;

    @Option(names = "--days", required = true, paramLabel = "N", description = "Length of the season.")
    int days;

    @Option(
            names = "--program",
            paramLabel = "FILE.json|none|balance|moisture|awd",
            description =
                    "What waters: a program's JSON, or a bare word with its defaults. Default: balance, awd for rice_paddy,"
                            + " none with --irrigation.")
    @Nullable
    String program;

    @Option(
            names = "--irrigation",
            paramLabel = "FILE.csv",
            description = "Recorded net water: date,mm[,wetted_fraction].")
    @Nullable
    Path irrigation;

    @Option(names = "--daily", paramLabel = "OUT.csv", description = "Writes every day of the season.")
    @Nullable
    Path daily;

    @Option(names = "--latitude", paramLabel = "DEGREES", description = "North positive; needed where ET0 is computed.")
    @Nullable
    Double latitude;

    @Option(names = "--elevation", paramLabel = "M", description = "Above sea level; 0 when not stated.")
    @Nullable
    Double elevation;

    @Option(
            names = "--coastal",
            description = "A large water body dominates (radiation from temperature, FAO-56 eq. 50).")
    boolean coastal;

    @Option(
            names = "--wind-height",
            paramLabel = "M",
            defaultValue = "2",
            description = "Height of wind_ms. Default: ${DEFAULT-VALUE}.")
    double windHeight;

    @Option(names = "--compute-et0", description = "Computes ET0 even where the file brings it.")
    boolean computeEt0;

    @Option(names = "--hargreaves", description = "Computes ET0 from temperatures alone, FAO-56 eq. 52.")
    boolean hargreaves;

    @Option(
            names = "--reference",
            paramLabel = "short|tall",
            description =
                    "ASCE-EWRI 2005 grass or alfalfa reference instead of FAO-56; tall also sets the upper limit of Kc.")
    @Nullable
    Reference reference;

    @Option(
            names = "--convention",
            paramLabel = "start|end",
            defaultValue = "start",
            description = "When water arrives in a day. Default: ${DEFAULT-VALUE}.")
    Timing convention = Timing.START;

    @Option(
            names = "--method",
            paramLabel = "single|dual",
            defaultValue = "dual",
            description = "Crop coefficient. Default: ${DEFAULT-VALUE}.")
    CoefficientMethod method = CoefficientMethod.DUAL;

    @Option(
            names = "--adjust-kc",
            description = "Adjusts mid and end coefficients to the season's climate, FAO-56 eq. 62, 65, 70.")
    boolean adjustKc;

    @Option(
            names = "--initial",
            paramLabel = "M3/M3",
            description = "Water content of the root zone at first. Default: field capacity.")
    @Nullable
    Double initial;

    @Option(
            names = "--wetted-fraction",
            defaultValue = "1",
            paramLabel = "F",
            description = "Ground that a program's water reaches. Default: ${DEFAULT-VALUE}.")
    double wettedFraction;

    @Option(
            names = "--drip-under-canopy",
            description = "Water drips in the crop's shade, which lowers evaporation (FAO-56 example 34).")
    boolean dripUnderCanopy;

    @Option(
            names = "--efficiency",
            defaultValue = "0.75",
            paramLabel = "F",
            description = "Net over gross depth. Default: ${DEFAULT-VALUE}.")
    double efficiency;

    @Option(
            names = "--flow-lpm",
            paramLabel = "L/MIN",
            description = "Flow of the zone, for amounts in minutes or litres.")
    @Nullable
    Double flowLitresPerMinute;

    @Option(
            names = "--area-m2",
            paramLabel = "M2",
            description = "Ground of the zone, for amounts in minutes or litres.")
    @Nullable
    Double areaM2;

    @Option(
            names = "--forecast",
            paramLabel = "none|imperfect|perfect",
            defaultValue = "none",
            description = "Rain forecast made from the series for programs that look ahead. Default: ${DEFAULT-VALUE}.")
    ForecastSource.Kind forecast = ForecastSource.Kind.NONE;

    @Option(names = "--seed", defaultValue = "1", description = "Of the imperfect forecast. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--seasons",
            defaultValue = "1",
            paramLabel = "N",
            description = "Repeats the season on the same date of N years in a row. Default: ${DEFAULT-VALUE}.")
    int seasons;

    @Option(
            names = "--percolation",
            defaultValue = "15",
            paramLabel = "MM/D",
            description = "Of a paddy under 5 cm of water. Default: ${DEFAULT-VALUE}.")
    double percolationMm;

    @Option(
            names = "--bund",
            defaultValue = "200",
            paramLabel = "MM",
            description = "Height of a paddy's bund. Default: ${DEFAULT-VALUE}.")
    double bundMm;
}
