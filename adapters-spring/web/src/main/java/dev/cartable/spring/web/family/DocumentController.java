package dev.cartable.spring.web.family;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.Documents;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Ids;
import dev.cartable.spring.web.internal.Parameters;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Report cards, invoices and receipts of a pupil, as far as the caller may see them, and their files. */
@ApiController(docs = FamilyDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/documents")
final class DocumentController {
    private final Documents documents;
    private final AccessPolicy policy;

    DocumentController(Documents documents, AccessPolicy policy) {
        this.documents = requireNonNull(documents, "documents");
        this.policy = requireNonNull(policy, "policy");
    }

    @GetMapping({"", "/"})
    @Requires(Right.SELF)
    Answer list(Asker asker, @RequestParam(name = "pupil", required = false) @Nullable String pupil) {
        String id = Parameters.required("pupil", pupil);
        PupilId known = Parameters.id(id, PupilId::new)
                .filter(each -> policy.visiblePupils(asker, Set.of(each)).contains(each))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_PUPIL", "pupil", id));
        List<StoredDocument> found = asker.viewers().stream()
                .flatMap(viewer -> documents.readDocuments().of(viewer, known).stream())
                .distinct()
                .toList();
        return Answer.ok(Row.of("next", null)
                .and("results", found.stream().map(DocumentController::row).toList()));
    }

    private static Row row(StoredDocument document) {
        return Row.of("id", document.id().value())
                .and("kind", document.kind())
                .and("pupil", document.pupil())
                .and("term", document.key().term())
                .and("invoice", document.key().invoice())
                .and("revision", document.revision())
                .and("createdAt", document.createdAt())
                .and("replaced", document.replacedBy() != null);
    }

    @GetMapping({"/{id}", "/{id}/"})
    @Requires(Right.SELF)
    Answer show(@PathVariable("id") String id, Asker asker) {
        return Answer.ok(row(find(asker, id).document()));
    }

    /** The document itself. */
    @GetMapping({"/{id}/content", "/{id}/content/"})
    @Requires(Right.SELF)
    Answer content(@PathVariable("id") String id, Asker asker) {
        Seen seen = find(asker, id);
        byte[] bytes = documents.readDocuments().content(seen.viewer(), seen.document());
        return Answer.file("application/pdf", seen.document().id().value() + ".pdf", bytes);
    }

    /** A document, and with whose eyes it is seen. */
    private record Seen(Viewer viewer, StoredDocument document) {}

    private Seen find(Asker asker, String id) {
        return Ids.parse(id)
                .map(DocumentId::new)
                .flatMap(known -> asker.viewers().stream()
                        .flatMap(viewer -> seen(asker, viewer, known).stream())
                        .findFirst())
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_DOCUMENT", "document", id));
    }

    private Optional<Seen> seen(Asker asker, Viewer viewer, DocumentId id) {
        return documents
                .readDocuments()
                .find(viewer, id)
                .filter(document -> isPayer(asker, document)
                        || policy.visiblePupils(asker, Set.of(document.pupil())).contains(document.pupil()))
                .map(document -> new Seen(viewer, document));
    }

    /** A payer keeps what is for them of a pupil who has left. */
    private static boolean isPayer(Asker asker, StoredDocument document) {
        GuardianId guardian = asker.guardian();
        return guardian != null
                && document.bill()
                        .filter(bill -> guardian.equals(bill.guardian()))
                        .isPresent();
    }
}
