package dev.cartable.spring.web.operation;

import dev.cartable.billing.Billing;
import dev.cartable.billing.IssueInvoices;
import dev.cartable.document.DocumentAction;
import dev.cartable.document.Documents;
import dev.cartable.document.GenerateInvoices;
import dev.cartable.document.GenerateReportCards;
import dev.cartable.document.InvoiceRequest;
import dev.cartable.document.NotifiedPerson;
import dev.cartable.document.NotifyAction;
import dev.cartable.document.NotifyInvoices;
import dev.cartable.document.NotifyReportCards;
import dev.cartable.document.ReportCardRequest;
import dev.cartable.notice.model.Channel;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Term;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.BulkWork;
import dev.cartable.spring.web.internal.Row;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bulk work on documents that a request can ask for, with the options of the command line. Safe for use by several threads. */
final class DocumentWork {
    private static final int LONGEST_ID = 255;

    private DocumentWork() {}

    /** Report cards are made, and families are notified of those that are released. */
    static Map<String, Function<Body, BulkWork<?>>> reportCards(Documents documents) {
        Map<String, Function<Body, BulkWork<?>>> kinds = new LinkedHashMap<>();
        kinds.put("generate", body -> {
            ReportCardRequest request = reportCards(documents, body);
            GenerateReportCards generate = documents.generateReportCards();
            return BulkWork.of(
                    () -> generate.plan(request),
                    (approved, each) -> generate.apply(request, approved, each).counts(),
                    step -> step.pupil().value(),
                    DocumentWork::row);
        });
        kinds.put("notify", body -> {
            ReportCardRequest request = reportCards(documents, body);
            NotifyReportCards notify = documents.notifyReportCards();
            return BulkWork.of(
                    () -> notify.plan(request),
                    (approved, each) -> notify.apply(request, approved, each).counts(),
                    step -> step.pupil().value(),
                    DocumentWork::row);
        });
        return kinds;
    }

    /** Drafts become invoices, documents of invoices are made, and payers are notified of these. */
    static Map<String, Function<Body, BulkWork<?>>> invoices(Documents documents, @Nullable Billing billing) {
        Map<String, Function<Body, BulkWork<?>>> kinds = new LinkedHashMap<>();
        if (billing != null) {
            kinds.put("issue", body -> issue(billing, body));
        }
        kinds.put("generate", body -> {
            InvoiceRequest request = invoices(body);
            GenerateInvoices generate = documents.generateInvoices();
            return BulkWork.of(
                    () -> generate.plan(request),
                    (approved, each) -> generate.apply(request, approved, each).counts(),
                    step -> step.number() + " " + step.payer(),
                    DocumentWork::row);
        });
        kinds.put("notify", body -> {
            InvoiceRequest request = invoices(body);
            NotifyInvoices notify = documents.notifyInvoices();
            return BulkWork.of(
                    () -> notify.plan(request),
                    (approved, each) -> notify.apply(request, approved, each).counts(),
                    step -> step.number() + " " + step.payer(),
                    DocumentWork::row);
        });
        return kinds;
    }

    /** Of the term that is named by {@code year} and {@code term}; without them, of the one that closed last. */
    private static ReportCardRequest reportCards(Documents documents, Body body) {
        String year = body.optionalText("year", Term.LONGEST);
        String name = body.optionalText("term", Term.LONGEST);
        String promotion = body.optionalText("promotion", LONGEST_ID);
        try {
            Term term = year != null && name != null
                    ? new Term(year, name)
                    : year == null && name == null
                            ? documents.readReportCards().latestClosedTerm().orElse(null)
                            : null;
            if (term == null) {
                throw body.refused(year == null && name != null ? "year" : "term", "MISSING", Map.of());
            }
            return new ReportCardRequest(term, promotion == null ? null : new PromotionId(promotion));
        } catch (IllegalArgumentException e) {
            throw body.refused("term", "DOES_NOT_FIT", Map.of());
        }
    }

    private static InvoiceRequest invoices(Body body) {
        return new InvoiceRequest(day(body, "since"), texts(body, "numbers"));
    }

    private static BulkWork<IssueInvoices.Step> issue(Billing billing, Body body) {
        IssueInvoices issue = billing.issue();
        LocalDate date = day(body, "date");
        IssueInvoices.Request request = new IssueInvoices.Request(
                texts(body, "drafts"), date == null ? issue.everything().date() : date);
        return BulkWork.of(
                () -> issue.plan(request),
                (approved, each) -> issue.apply(request, approved, each).counts(),
                IssueInvoices.Step::draft,
                step -> Row.of("draft", step.draft())
                        .and("pupil", step.pupil())
                        .and("action", step.action())
                        .and("code", step.code())
                        .and("detail", step.detail()));
    }

    private static Set<String> texts(Body body, String field) {
        List<String> texts = body.optionalTexts(field);
        return texts == null ? Set.of() : Set.copyOf(texts);
    }

    private static @Nullable LocalDate day(Body body, String field) {
        String text = body.optionalText(field, LONGEST_ID);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return body.refuse(field, "NO_DAY", Map.of());
        }
    }

    private static @Nullable Row row(GenerateReportCards.Step step) {
        return step.action() == DocumentAction.KEEP
                ? null
                : Row.of("pupil", step.pupil())
                        .and("promotion", step.promotion())
                        .and("action", step.action())
                        .and("revision", step.revision())
                        .and("detail", step.detail());
    }

    private static @Nullable Row row(NotifyReportCards.Step step) {
        return step.action() == NotifyAction.KEEP
                ? null
                : Row.of("pupil", step.pupil())
                        .and("promotion", step.promotion())
                        .and("action", step.action())
                        .and("revision", step.revision())
                        .and("people", people(step.people()));
    }

    private static @Nullable Row row(GenerateInvoices.Step step) {
        return step.action() == DocumentAction.KEEP
                ? null
                : Row.of("number", step.number())
                        .and("kind", step.kind())
                        .and("pupil", step.pupil())
                        .and("payer", step.payer())
                        .and("action", step.action())
                        .and("revision", step.revision())
                        .and("detail", step.detail());
    }

    private static @Nullable Row row(NotifyInvoices.Step step) {
        return step.action() == NotifyAction.KEEP
                ? null
                : Row.of("number", step.number())
                        .and("kind", step.kind())
                        .and("pupil", step.pupil())
                        .and("payer", step.payer())
                        .and("action", step.action())
                        .and("people", people(step.people()));
    }

    private static List<Row> people(List<NotifiedPerson> people) {
        return people.stream()
                .map(person -> Row.of("recipient", person.recipient())
                        .and(
                                "channels",
                                person.channels().stream()
                                        .map(Channel::toString)
                                        .sorted()
                                        .toList())
                        .and("reason", person.reason()))
                .toList();
    }
}
