package vn.tuoi.cloud.api;

import java.util.EnumSet;
import java.util.Set;
import vn.tuoi.cloud.registry.Role;

/** Who may call a route: anybody, or people with one of some roles. */
record Access(boolean open, Set<Role> roles) {
    static final Access ANYBODY = new Access(true, Set.of());
    static final Access SIGNED_IN = new Access(false, EnumSet.allOf(Role.class));

    static final Access ADMINISTRATORS = new Access(false, EnumSet.of(Role.ADMINISTRATOR));

    /** Those who may open a valve. */
    static final Access WATERERS = new Access(false, EnumSet.of(Role.FARMER, Role.OFFICER, Role.ADMINISTRATOR));

    /** Those who may set a farm up. */
    static final Access PLANNERS = new Access(false, EnumSet.of(Role.OFFICER, Role.AGRONOMIST, Role.ADMINISTRATOR));
}
