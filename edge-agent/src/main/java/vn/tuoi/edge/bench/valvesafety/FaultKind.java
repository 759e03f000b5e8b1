package vn.tuoi.edge.bench.valvesafety;

/** What a schedule does to a farm. */
enum FaultKind {
    PROCESS_KILLED,
    CLOCK_JUMP,
    CLOCK_UNTRUSTED,
    VALVE_STUCK_OPEN,
    VALVE_STUCK_CLOSED,
    VALVE_OPENED_OUTSIDE,
    PIPE_LEAK,
    SENSOR_SILENT,
    TANK_EMPTY,
    MAINS_CUT,
    COMMAND_LATE,
    COMMAND_REPEATED,
    PLAN_CHANGED,
    OVER_CURRENT
}
