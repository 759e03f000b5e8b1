package vn.tuoi.cloud.registry;

import java.util.SortedSet;
import java.util.TreeSet;
import vn.tuoi.config.topic.FarmId;

/**
 * A person who may sign in.
 *
 * @param id never changes
 * @param phone digits, what they sign in with
 * @param name what people call them
 * @param role what they may do
 * @param farms the farms in their scope; an administrator's is every farm, whatever stands here
 */
public record Account(String id, String phone, String name, Role role, SortedSet<FarmId> farms) {
    public Account {
        farms = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(farms));
    }

    /** Whether a farm is in their scope. */
    public boolean sees(FarmId farm) {
        return role == Role.ADMINISTRATOR || farms.contains(farm);
    }
}
