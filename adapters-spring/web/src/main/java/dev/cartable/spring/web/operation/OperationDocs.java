package dev.cartable.spring.web.operation;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.either;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.id;
import static dev.cartable.spring.web.internal.openapi.Shape.instant;
import static dev.cartable.spring.web.internal.openapi.Shape.list;
import static dev.cartable.spring.web.internal.openapi.Shape.map;
import static dev.cartable.spring.web.internal.openapi.Shape.number;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.page;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.truth;
import static dev.cartable.spring.web.internal.openapi.Shape.word;

import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.RunDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import dev.cartable.task.model.Occurrence;
import java.util.ArrayList;
import java.util.List;

/** What the endpoints of those who run the system take and answer. */
final class OperationDocs implements EndpointDocs {
    private static final Shape MESSAGE = object().has("id", id())
            .has("kind", text())
            .has("recipient", text().says("Such as guardian:G1."))
            .has("channel", text())
            .has("state", word(NoticeState.class))
            .has("attempts", number())
            .has("reason", text().orNull())
            .has("queuedAt", instant())
            .has("dueAt", instant())
            .has("changedAt", instant())
            .named("CartableMessage");
    private static final Shape RUN = object().has("slot", text().says("Such as 2026-11-28."))
            .has("byHand", truth())
            .has("state", word(Occurrence.State.class))
            .has("attempt", number())
            .has("missed", number())
            .has("startedAt", instant().orNull())
            .has("endedAt", instant().orNull())
            .has("counts", map(Shape.number(Long.MIN_VALUE, Long.MAX_VALUE)))
            .has("reason", text().orNull())
            .named("CartableRun");
    private static final Shape TASK = object().has("name", text())
            .has("schedule", text())
            .has("zone", text())
            .has("enabled", truth())
            .has("changed", truth().says("Whether that or the schedule was changed at run time."))
            .has("nextAt", instant().orNull())
            .has("lastRun", RUN.orNull())
            .named("CartableTask");
    private static final Shape BACKUP = object().has("file", text())
            .has("createdAt", instant())
            .has("bytes", number())
            .has("database", text().orNull())
            .has("state", word(BackupState.class))
            .has("verifiedAt", instant().orNull())
            .has("accepted", truth())
            .named("CartableBackup");

    private static final Shape DEED = object().has("number", number().says("The place in the trail."))
            .has("at", instant())
            .has("deed", text().says("What was done, such as invoice.cancel."))
            .has("outcome", text().says("STARTED, DONE or FAILED."))
            .has("subject", text().orNull().says("What it was done to, such as invoice:2026-00017."))
            .has("digest", text().orNull().says("Of the plan that was approved, or of what was seen."))
            .has("counts", map(Shape.number(Long.MIN_VALUE, Long.MAX_VALUE)))
            .has("actor", text().orNull())
            .has("via", text().says("APPLICATION, COMMAND_LINE, REST or TASK."))
            .has("from", text().orNull().says("The machine, or the address of the client."))
            .has("hash", text())
            .named("CartableDeed");

    private static EndpointDoc task(String method, String path, String summary, Shape answer) {
        return endpoint(method, "/tasks/{name}/" + path, summary)
                .path("name", "The task's name.")
                .answers(answer)
                .problems(404, "UNKNOWN_TASK");
    }

    private static EndpointDoc messages(String verb, String summary) {
        return endpoint("POST", "/messages/" + verb + "/", summary)
                .takes(form().may("ids", either(text(), list(text())).orNull())
                        .may("kind", text(0, 300).orNull())
                        .may("recipient", text(0, 300).orNull())
                        .may("state", word(NoticeState.class).orNull())
                        .named("CartableMessageSelection"))
                .answers(object().has("counts", map(number()))
                        .has("left", list(object().has("id", id()).has("reason", text().orNull())))
                        .named("CartableMessagesChanged"));
    }

    private static EndpointDoc backup(String method, String verb, String summary) {
        return endpoint(method, "/backups/{file}/" + verb, summary)
                .path("file", "The name of the file.")
                .problems(404, "UNKNOWN_BACKUP");
    }

    private static Shape taskRun() {
        return RunDocs.run(object().has("id", text()).has("task", text()).has("byHand", truth()))
                .named("CartableTaskRun");
    }

    @Override
    public List<EndpointDoc> all() {
        List<EndpointDoc> all = new ArrayList<>(List.of(
                endpoint("GET", "/messages/", "Lists all messages, newest first, without addresses and words.")
                        .query("state", word(NoticeState.class), "Only in this state.")
                        .query("kind", text(1, 64), "Only of this kind, such as quota.alert.")
                        .query("recipient", text(3, 300), "Only to this person, such as guardian:G1.")
                        .answers(page(MESSAGE)),
                endpoint("GET", "/messages/{id}/", "Shows what became of a message.")
                        .path("id", "The message's id.")
                        .answers(MESSAGE)
                        .problems(404, "UNKNOWN_MESSAGE"),
                endpoint("GET", "/tasks/", "Lists which task runs when.").answers(page(TASK)),
                task(
                        "GET",
                        "",
                        "Shows a task with its last runs.",
                        TASK.unnamed().has("runs", list(RUN)).named("CartableTaskWithRuns")),
                task("POST", "on/", "Lets a task run by its schedule again.", TASK),
                task("POST", "off/", "Keeps a task from running by its schedule.", TASK),
                endpoint("GET", "/audit/", "Lists who did what, the last entry first.")
                        .query("actor", text(), "Only by this person.")
                        .query("deed", text(), "Only of this kind, such as invoice.cancel.")
                        .query("subject", text(), "Only to this, such as invoice:2026-00017.")
                        .query("since", instant(), "Only from this instant on.")
                        .query("until", instant(), "Only before this instant.")
                        .answers(page(DEED)),
                endpoint("GET", "/backups/", "Lists the backups that there are.")
                        .answers(page(BACKUP)),
                messages("retry", "Lets messages that have failed wait again."),
                messages("cancel", "Ends messages that wait or are held: they are never sent."),
                messages("release", "Lets messages that are held wait again."),
                task("POST", "run/", "Runs a task now. It goes on after the request.", taskRun())
                        .answers(202, taskRun())
                        .problems(409, "TASK_NOT_PERMITTED", "RUN_UNDER_WAY", "LEASE_LOST")
                        .problems(503, "BUSY"),
                task("GET", "runs/{slot}/", "Shows how far a run is.", taskRun())
                        .path("slot", "The run's id.")
                        .mayGoOn()
                        .problems(404, "UNKNOWN_RUN"),
                backup("GET", "", "Shows a backup.").answers(BACKUP),
                backup("POST", "accept/", "Accepts a degraded backup, so that it counts.")
                        .takes(form().has("reason", text(1, 1_000)))
                        .answers(BACKUP)
                        .problems(409, "NOT_DEGRADED", "LOCKED"),
                RunDocs.begins(backup("POST", "verify/", "Verifies a backup. It goes on after the request.")
                        .takes(form().may("depth", word(Depth.class).orNull()))),
                RunDocs.begins(endpoint(
                        "POST", "/backups/drill/", "Restores the latest backup for a trial beside the live data."))));
        all.addAll(RunDocs.of("/backups/"));
        return all;
    }
}
