package dev.cartable.spring.web.family;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.day;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.hostId;
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

import dev.cartable.document.model.DocumentKind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.reminder.ReadHistory;
import dev.cartable.reminder.RemindPupil;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the endpoints of reminders and documents take and answer. */
final class FamilyDocs implements EndpointDocs {
    private static final Shape LINE = object().has("kind", text())
            .has("pupil", hostId())
            .has("recipient", text().orNull().says("Such as guardian:G1."))
            .has("channel", text().orNull())
            .has("outcome", word(ReminderEntry.Outcome.class))
            .has("reason", text().orNull())
            .has("state", word(NoticeState.class).orNull().says("What became of the message."))
            .has("day", day())
            .has("decidedAt", instant())
            .has("notice", id().orNull())
            .named("CartableReminder");
    private static final Shape DOCUMENT = object().has("id", id())
            .has("kind", word(DocumentKind.class))
            .has("pupil", hostId())
            .has("term", text().orNull())
            .has("invoice", text().orNull())
            .has("revision", number())
            .has("createdAt", instant())
            .has("replaced", truth().says("Whether there is a newer revision."))
            .named("CartableDocument");

    private static Shape hold() {
        return object().has("run", text())
                .has("kind", text())
                .has("day", day())
                .has("absentOn", day())
                .has("promotion", hostId().orNull().says("Whose pupils they are; null for the whole school."))
                .has("absent", number())
                .has("enrolled", number())
                .has("percent", number())
                .has("state", word(Hold.State.class))
                .has("alarmedAt", instant())
                .has("decidedAt", instant().orNull());
    }

    private static EndpointDoc decided(String verb, String summary) {
        return endpoint("POST", "/reminders/holds/{run}/" + verb + "/", summary)
                .path("run", "The run's name.")
                .answers(hold().has("counts", map(number())).named("CartableHoldDecided"))
                .problems(404, "UNKNOWN_RUN")
                .problems(409, "ALREADY_DECIDED", "RUN_UNDER_WAY", "LEASE_LOST", "TASK_NOT_PERMITTED");
    }

    @Override
    public List<EndpointDoc> all() {
        return List.of(
                endpoint("GET", "/reminders/", "Lists what people were reminded of, the latest day first.")
                        .query("pupil", hostId(), "Only about this pupil.")
                        .query("kind", text(1, 64), "Only of this kind, such as reminder.absence.")
                        .query("from", day(), "The first day; 31 days before the last one by default.")
                        .query("to", day(), "The last day; today by default.")
                        .answers(page(LINE))
                        .problems(404, "UNKNOWN_PUPIL"),
                endpoint("GET", "/reminders/children/{id}/", "Lists what people were reminded of about one pupil.")
                        .path("id", "The pupil's id.")
                        .query("kind", text(1, 64), "Only of this kind, such as reminder.absence.")
                        .query("from", day(), "The first day; 31 days before the last one by default.")
                        .query("to", day(), "The last day; today by default.")
                        .answers(page(LINE))
                        .problems(404, "UNKNOWN_PUPIL"),
                endpoint("GET", "/reminders/holds/", "Lists the runs that are held until a person decides.")
                        .answers(page(hold().named("CartableHold"))),
                decided("release", "Lets a held run go on."),
                decided("discard", "Discards a held run: nobody is notified."),
                endpoint("POST", "/reminders/test/", "Sends one mail with made-up values to the caller alone.")
                        .takes(form().has("kind", text(0, 100))
                                .may("language", word("fr", "en").orNull()))
                        .answers(object().has("kind", text())
                                .has("language", word("fr", "en"))
                                .has("sent", truth())
                                .has("reason", text().orNull().says("Why it was not sent."))
                                .has("subject", text())
                                .has("text", text()))
                        .problems(502, "NOT_HANDED"),
                endpoint("GET", "/reminders/why/", "Says why people were reminded about a pupil on a day, or were not.")
                        .needs("pupil", hostId(), "The pupil's id.")
                        .query("day", day(), "The day; today by default.")
                        .answers(object().has("pupil", hostId())
                                .has("day", day())
                                .has("enrolled", truth())
                                .has("lines", list(LINE))
                                .has(
                                        "silent",
                                        map(word(ReadHistory.Explanation.Silence.class))
                                                .says("Why there is no line of a kind.")))
                        .problems(404, "UNKNOWN_PUPIL"),
                endpoint(
                                "POST",
                                "/reminders/",
                                "Sends a parent's own words to their child, once for each child and day.")
                        .takes(form().has("pupil", hostId()).has("text", text(0, RemindPupil.LONGEST_TEXT)))
                        .answers(object().has("notices", list(id())))
                        .problems(404, "UNKNOWN_PUPIL")
                        .problems(409, "EMPTY", "TOO_LONG", "ALREADY_TODAY", "NO_CHANNEL"),
                endpoint("GET", "/documents/", "Lists the report cards and invoices of a pupil.")
                        .needs("pupil", hostId(), "The pupil's id.")
                        .answers(page(DOCUMENT))
                        .problems(404, "UNKNOWN_PUPIL"),
                endpoint("GET", "/documents/{id}/", "Shows what a document is of.")
                        .path("id", "The document's id.")
                        .answers(DOCUMENT)
                        .problems(404, "UNKNOWN_DOCUMENT"),
                endpoint("GET", "/documents/{id}/content/", "Gives the document itself.")
                        .path("id", "The document's id.")
                        .answersFile("application/pdf")
                        .problems(404, "UNKNOWN_DOCUMENT")
                        .problems(409, "DOCUMENT_MISSING", "DOCUMENT_DAMAGED", "DOCUMENT_UNREADABLE"));
    }
}
