package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.FarmHistory;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.view.FarmHome;
import vn.tuoi.cloud.view.FarmViews;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.topic.FarmId;

/** The farms in one's scope, and the home of one. */
final class FarmRoutes {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final Registry registry;
    private final FarmViews views;

    FarmRoutes(Registry registry, FarmViews views) {
        this.registry = registry;
        this.views = views;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                Endpoint.ROOT + "/farms",
                                Access.SIGNED_IN,
                                "The farms in one's scope by id; q searches ids and names, status is online, offline or alarm.",
                                this::list)
                        .withParameters("q", "status", "limit", "after")
                        .answering(Page.class),
                Endpoint.get(
                                Endpoint.ROOT + "/farms/{farm}",
                                Access.SIGNED_IN,
                                "Everything a phone's home page needs of a farm.",
                                call -> Answer.ok(views.home(call.farm())))
                        .answering(FarmHome.class));
    }

    private record Summary(
            @JsonProperty(required = true) FarmId id,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) boolean online,
            @Nullable Instant lastSeen,
            @JsonProperty(required = true) int zones,
            @JsonProperty(required = true) int alarms) {}

    private record Page(List<Summary> items, @Nullable String next) {}

    private Answer list(Call call) throws MalformedDocument {
        int limit = call.queryInteger("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        String status = call.query("status");
        if (status != null && !List.of("online", "offline", "alarm").contains(status)) {
            throw new MalformedDocument("status", "must be online, offline or alarm");
        }
        String search = call.query("q");
        String after = call.query("after");
        Map<String, Integer> alarms = registry.history().openAlarmCounts();
        List<Farm> farms = registry.farms().all().stream()
                .filter(farm -> call.account().sees(farm.id()))
                .filter(farm -> after == null || farm.id().value().compareTo(after) > 0)
                .filter(farm -> search == null || matches(farm, search))
                .sorted(Comparator.comparing(Farm::id))
                .toList();
        List<Summary> items = new ArrayList<>();
        for (Farm farm : farms) {
            FarmHistory.Status now = registry.history().status(farm.id());
            int open = alarms.getOrDefault(farm.id().value(), 0);
            if (!hasStatus(now, open, status)) {
                continue;
            }
            if (items.size() == limit) {
                return Answer.ok(new Page(items, items.get(limit - 1).id().value()));
            }
            items.add(summary(farm, now, open));
        }
        return Answer.ok(new Page(items, null));
    }

    private static boolean matches(Farm farm, String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        return farm.id().value().contains(wanted)
                || farm.name().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static boolean hasStatus(FarmHistory.Status now, int alarms, @Nullable String status) {
        return status == null || (status.equals("alarm") ? alarms > 0 : now.online() == status.equals("online"));
    }

    private Summary summary(Farm farm, FarmHistory.Status now, int alarms) {
        int zones = registry.plans()
                .current(farm.id())
                .map(FarmPlan::zones)
                .map(List::size)
                .orElse(0);
        return new Summary(farm.id(), farm.name(), now.online(), views.lastSeen(farm, now), zones, alarms);
    }
}
