package dev.cartable.spring.web.operation;

import static dev.cartable.spring.web.internal.openapi.Shape.day;
import static dev.cartable.spring.web.internal.openapi.Shape.either;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.list;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.word;

import dev.cartable.school.model.Term;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.RunDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the bulk work on report cards and on invoices takes and answers. */
final class DocumentRunDocs {
    private static final Shape TEXTS = either(text(), list(text())).orNull();

    private DocumentRunDocs() {}

    /** Of report cards. */
    static final class ReportCards implements EndpointDocs {
        @Override
        public List<EndpointDoc> all() {
            return RunDocs.bulk(
                    "/report-cards/",
                    "ReportCard",
                    List.of(form().has("kind", word("generate", "notify"))
                            .may("year", text(0, Term.LONGEST).orNull())
                            .may("term", text(0, Term.LONGEST).orNull().says("The latest closed one by default."))
                            .may("promotion", text(0, 255).orNull())));
        }
    }

    /** Of invoices. */
    static final class Invoices implements EndpointDocs {
        @Override
        public List<EndpointDoc> all() {
            return RunDocs.bulk(
                    "/invoices/",
                    "Invoice",
                    List.of(
                            form().has("kind", word("issue"))
                                    .may("drafts", TEXTS)
                                    .may("date", day().orNull()),
                            form().has("kind", word("generate", "notify"))
                                    .may("since", day().orNull())
                                    .may("numbers", TEXTS)));
        }
    }
}
