package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import vn.tuoi.cloud.plan.PlanDesk;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;

/** Plans and programs, with the plan's version as ETag. */
final class PlanRoutes {
    private final Registry registry;
    private final PlanDesk desk;

    PlanRoutes(Registry registry, PlanDesk desk) {
        this.registry = registry;
        this.desk = desk;
    }

    List<Endpoint> endpoints() {
        String plan = Endpoint.ROOT + "/farms/{farm}/plan";
        String program = Endpoint.ROOT + "/farms/{farm}/zones/{zone}/program";
        return List.of(
                Endpoint.get(plan, Access.SIGNED_IN, "The farm's plan.", this::plan),
                Endpoint.put(
                        plan,
                        Access.PLANNERS,
                        "Replace the farm's plan; If-Match guards against others.",
                        this::putPlan),
                Endpoint.get(program, Access.SIGNED_IN, "What waters a zone.", this::program),
                Endpoint.put(
                        program,
                        Access.SIGNED_IN,
                        "Replace what waters a zone; If-Match guards against others.",
                        this::putProgram));
    }

    private record Saved(@JsonProperty(required = true) long planVersion) {}

    private static String etag(long version) {
        return "\"" + version + "\"";
    }

    private Answer plan(Call call) {
        return registry.plans()
                .current(call.farm().id())
                .map(plan -> Answer.ok(plan).with("ETag", etag(plan.version())))
                .orElse(Answer.problem(404, "no-plan", "the farm has no plan yet; PUT one"));
    }

    private Answer putPlan(Call call) throws MalformedDocument {
        FarmPlan plan = call.body(FarmPlan.class);
        if (!plan.farm().equals(call.farm().id())) {
            throw new MalformedDocument("farm", "must be " + call.farm().id() + ", as in the path");
        }
        return answer(
                "invalid-plan",
                desk.replace(plan, call.ifMatch(), call.account().name()));
    }

    private Answer program(Call call) {
        Optional<FarmPlan> plan = registry.plans().current(call.farm().id());
        Optional<Zone> zone = plan.flatMap(found -> found.zone(call.path("zone")));
        if (plan.isEmpty() || zone.isEmpty()) {
            return Answer.notFound();
        }
        Program program = zone.get().program();
        return program == null
                ? Answer.problem(404, "no-program", "the zone has no program; it is watered by hand only")
                : Answer.ok(program).with("ETag", etag(plan.get().version()));
    }

    private Answer putProgram(Call call) throws MalformedDocument {
        Program program = call.body(Program.class);
        return answer(
                "invalid-program",
                desk.program(
                        call.farm().id(),
                        call.path("zone"),
                        program,
                        call.ifMatch(),
                        call.account().name()));
    }

    private static Answer answer(String invalidCode, PlanDesk.Outcome outcome) {
        if (outcome instanceof PlanDesk.Outcome.Saved saved) {
            long version = saved.plan().version();
            return Answer.ok(new Saved(version)).with("ETag", etag(version));
        }
        if (outcome instanceof PlanDesk.Outcome.Changed changed) {
            return Answer.problem(
                    412, "plan-changed", "the plan is at version " + changed.currentVersion() + " by now");
        }
        if (outcome instanceof PlanDesk.Outcome.Invalid invalid) {
            return Answer.invalid(invalidCode, invalid.problems());
        }
        return Answer.notFound();
    }
}
