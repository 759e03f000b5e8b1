package vn.tuoi.edge.simulate;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import vn.tuoi.agronomy.balance.BalanceDay;
import vn.tuoi.agronomy.balance.SurfaceLayer;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.paddy.PaddyDay;

/** Writes every day of a season as CSV, six decimals, columns named with their units; a single coefficient leaves the surface columns empty. */
final class DailyCsv {

    private static final String UPLAND =
            "date,day,et0_mm,kcb,h_m,kcmax,fc,fw,few,de_mm,kr,ke,e_mm,dpe_mm,kc,etc_mm,zr_m,taw_mm,p,raw_mm,ks,"
                    + "eta_mm,t_mm,irrigation_mm,rain_mm,runoff_mm,capillary_rise_mm,deep_percolation_mm,unmet_mm,dr_mm";
    private static final String PADDY =
            "date,day,et0_mm,etc_mm,ks,eta_mm,irrigation_mm,rain_mm,runoff_mm,percolation_mm,level_cm,pond_mm,soil_mm";
    private static final int SURFACE_COLUMNS = 9;

    private DailyCsv() {}

    static void upland(Appendable out, LocalDate first, List<BalanceDay> days) throws IOException {
        out.append(UPLAND).append('\n');
        for (BalanceDay day : days) {
            out.append(first.plusDays(day.dayIndex()).toString()).append(',');
            out.append(Integer.toString(day.dayIndex()));
            SurfaceLayer surface = day.surfaceOrNull();
            numbers(out, day.climate().et0Mm());
            if (surface == null) {
                out.append(",");
                numbers(out, day.crop().heightM());
                out.append(",".repeat(SURFACE_COLUMNS));
                numbers(out, day.crop().kc());
            } else {
                numbers(
                        out,
                        day.crop().kcb(),
                        day.crop().heightM(),
                        surface.kcMax(),
                        surface.cover(),
                        surface.wettedFraction(),
                        surface.exposedAndWetted(),
                        surface.depletionMm(),
                        surface.reduction(),
                        surface.coefficient(),
                        surface.evaporationMm(),
                        surface.drainageMm(),
                        day.crop().kcb() + surface.coefficient());
            }
            numbers(
                    out,
                    day.flows().etcMm(),
                    day.rootZone().rootM(),
                    day.rootZone().tawMm(),
                    day.rootZone().depletionFraction(),
                    day.rootZone().rawMm(),
                    day.rootZone().stress(),
                    day.flows().etaMm(),
                    day.flows().etaMm() - (surface == null ? 0 : surface.evaporationMm()),
                    day.flows().irrigationMm(),
                    day.flows().rainMm(),
                    day.flows().runoffMm(),
                    day.flows().capillaryRiseMm(),
                    day.flows().deepPercolationMm(),
                    day.flows().unmetMm(),
                    day.rootZone().depletionMm());
            out.append('\n');
        }
    }

    static void paddy(Appendable out, LocalDate first, List<DailyClimate> climates, List<PaddyDay> days)
            throws IOException {
        out.append(PADDY).append('\n');
        for (int i = 0; i < days.size(); i++) {
            PaddyDay day = days.get(i);
            out.append(first.plusDays(i).toString()).append(',').append(Integer.toString(i));
            numbers(
                    out,
                    climates.get(i).et0Mm(),
                    day.etcMm(),
                    day.stress(),
                    day.etaMm(),
                    day.irrigationMm(),
                    day.rainMm(),
                    day.runoffMm(),
                    day.percolationMm(),
                    day.levelCm(),
                    day.after().pondMm(),
                    day.after().soilMm());
            out.append('\n');
        }
    }

    private static void numbers(Appendable out, double... values) throws IOException {
        for (double value : values) {
            out.append(',').append(String.format(Locale.ROOT, "%.6f", value));
        }
    }
}
