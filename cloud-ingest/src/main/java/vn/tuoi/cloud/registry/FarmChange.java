package vn.tuoi.cloud.registry;

import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.topic.FarmId;

/** What became different by a {@link FarmMessage}, for whoever watches the farm. */
public sealed interface FarmChange {
    FarmId farm();

    record RunChanged(FarmId farm, RunRecord run) implements FarmChange {}

    record AlarmChanged(FarmId farm, Alarm alarm) implements FarmChange {}

    record CommandChanged(CommandRecord command) implements FarmChange {
        @Override
        public FarmId farm() {
            return command.farm();
        }
    }

    /** Its reported state, or whether it is online. */
    record StateChanged(FarmId farm) implements FarmChange {}
}
