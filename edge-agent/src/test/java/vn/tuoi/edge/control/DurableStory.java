package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.plan.FarmPlan;

/**
 * A day on a farm that leaves something in every part of the durable state: a run in mid-water, one in the queue, one in
 * its soak, a hand valve that waits to be closed, a hold, a station out of service, alarms, a ledger, rain, temperatures, a
 * soil balance, commands and events that nobody has stored yet.
 */
final class DurableStory {
    private DurableStory() {}

    static FarmPlan plan() {
        return FarmBench.plan("""
                {'farm':'farm-1','version':3,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'households':[{'id':'an','name':'Nhà An'},{'id':'ba','name':'Nhà Ba'}],
                 'sources':[
                  {'id':'s1','name':'Giếng','pumpStation':'p1','masterStation':'m1','flowPoint':'s1/flow'},
                  {'id':'s2','name':'Mương','pumpStation':'p2'}],
                 'zones':[
                  {'id':'z1','name':'Chè','station':'v1','source':'s1','household':'an','areaM2':200,'crop':'tea_unshaded',
                   'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60,
                   'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':20},
                              'windows':[{'from':'06:00','to':'09:00'}]}},
                  {'id':'z2','name':'Rau','station':'v2','source':'s1','household':'ba','areaM2':200,'crop':'tea_unshaded',
                   'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60,
                   'program':{'type':'calendar','starts':[{'at':'07:40'}],'amount':{'minutes':10},
                              'cycleSoak':{'maxCycleMinutes':5,'minSoakMinutes':60}}},
                  {'id':'z3','name':'Bưởi','station':'v3','source':'s1','areaM2':200,'crop':'tea_unshaded',
                   'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60,'program':{'type':'balance'}},
                  {'id':'z4','name':'Vườn','mode':'hand','source':'s2','household':'ba','areaM2':200,'crop':'tea_unshaded',
                   'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60},
                  {'id':'z5','name':'Ổi','station':'v5','source':'s1','areaM2':200,'crop':'tea_unshaded',
                   'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60}]}""");
    }

    /** How the farm stands at ten past eight. */
    static FarmBench told() {
        FarmBench farm = FarmBench.started(plan());
        farm.read("weather/rain", 2.5);
        farm.read("weather/air_temperature", 24.5);
        farm.pass(Duration.ofMinutes(2));
        farm.order(command(farm, 1, Command.Type.HAND_STARTED, "z4", null));
        farm.pass(Duration.ofMinutes(5));
        farm.order(command(farm, 2, Command.Type.STOP, "z4", null));
        farm.order(command(farm, 3, Command.Type.HOLD, "z3", farm.wall().plus(Duration.ofHours(30))));
        farm.say(new ControlEvent.StationOverCurrent("v3"));
        farm.passReading(Duration.ofMinutes(38), "s1/flow", 20);
        farm.pass(Duration.ofSeconds(10));
        farm.read("s1/flow", 0); // the leak pauses
        farm.passReading(Duration.ofSeconds(1_430), "s1/flow", 20);
        farm.order(
                Command.waterLitres(uuid(4), "z5", 70, farm.wall(), farm.wall().plusSeconds(3_600), "0912"));
        return farm;
    }

    private static Command command(
            FarmBench farm, int number, Command.Type type, @Nullable String zone, @Nullable Instant until) {
        return new Command(
                uuid(number),
                type,
                zone,
                null,
                null,
                until,
                null,
                null,
                null,
                farm.wall(),
                farm.wall().plusSeconds(3_600),
                "An");
    }

    private static UUID uuid(int number) {
        return UUID.nameUUIDFromBytes(new byte[] {(byte) number});
    }
}
