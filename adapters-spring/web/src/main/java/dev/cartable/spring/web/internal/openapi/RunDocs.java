package dev.cartable.spring.web.internal.openapi;

import dev.cartable.work.PlanDigest;
import java.util.ArrayList;
import java.util.List;

/** What all runs take and answer that go on after the request, as {@code AskedRuns} and {@code Runs} do. */
public final class RunDocs {
    private static final Shape STATE = Shape.word("RUNNING", "DONE", "FAILED", "INTERRUPTED", "MISSED", "NEWER");
    private static final Shape COUNTS = Shape.map(Shape.number(Long.MIN_VALUE, Long.MAX_VALUE));

    private RunDocs() {}

    /** What every run shows after its own fields. */
    public static Shape run(Shape own) {
        return own.has("state", STATE)
                .has("startedAt", Shape.instant().orNull())
                .has("endedAt", Shape.instant().orNull())
                .has("counts", COUNTS)
                .has("code", Shape.text().orNull())
                .has("reason", Shape.text().orNull());
    }

    private static Shape asked() {
        return run(Shape.object().has("id", Shape.text()).has("kind", Shape.text()))
                .named("CartableAskedRun");
    }

    /** Begins a run. */
    public static EndpointDoc begins(EndpointDoc doc) {
        return doc.answers(202, asked()).problems(503, "BUSY").problems(409, "RUN_UNDER_WAY", "LEASE_LOST");
    }

    /**
     * The plans and the runs of a group of bulk work, as {@code RunResource} has them.
     *
     * @param what whose name the shapes have
     * @param forms the body of each kind, without what approves a plan
     */
    public static List<EndpointDoc> bulk(String resource, String what, List<Shape> forms) {
        Shape plan =
                Shape.text(PlanDigest.MIN_DIGITS, PlanDigest.DIGITS).says("The digest of the plan that was approved.");
        Shape[] approved = forms.stream().map(form -> form.has("plan", plan)).toArray(Shape[]::new);
        List<EndpointDoc> all = new ArrayList<>(of(resource));
        all.add(EndpointDoc.endpoint("POST", resource + "plans/", "Says what a run would do now. Writes nothing.")
                .takes(Shape.either(forms.toArray(Shape[]::new)).named("Cartable" + what + "PlanForm"))
                .answers(Shape.page(Shape.map(Shape.anything()))
                        .has("kind", Shape.text())
                        .has("counts", COUNTS)
                        .has("digest", Shape.text())
                        .named("CartablePlan"))
                .problems(409, "BRAKE", "RUN_UNDER_WAY", "LEASE_LOST"));
        all.add(begins(EndpointDoc.endpoint("POST", resource + "runs/", "Carries out a plan that was approved.")
                        .takes(Shape.either(approved).named("Cartable" + what + "RunForm")))
                .problems(409, "PLAN_CHANGED", "BRAKE", "TASK_NOT_PERMITTED"));
        return all;
    }

    /** The list of a resource's runs, and one of them. */
    public static List<EndpointDoc> of(String resource) {
        return List.of(
                EndpointDoc.endpoint("GET", resource + "runs/", "Lists the runs that were asked for, the latest first.")
                        .answers(Shape.page(asked())),
                EndpointDoc.endpoint("GET", resource + "runs/{id}/", "Shows how far a run is.")
                        .path("id", "The run's id.")
                        .answers(asked())
                        .mayGoOn()
                        .problems(404, "UNKNOWN_RUN"));
    }
}
