package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.AuditTrail;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what, the last entry first. */
@ApiController(docs = OperationDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/audit")
final class AuditController {
    private final AuditTrail trail;

    AuditController(AuditTrail trail) {
        this.trail = requireNonNull(trail, "trail");
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_AUDIT)
    Answer list(
            PageRequest page,
            @RequestParam(name = "actor", required = false) @Nullable String actor,
            @RequestParam(name = "deed", required = false) @Nullable String deed,
            @RequestParam(name = "subject", required = false) @Nullable String subject,
            @RequestParam(name = "since", required = false) @Nullable String since,
            @RequestParam(name = "until", required = false) @Nullable String until) {
        AuditFilter filter = new AuditFilter(actor, deed, subject, instant("since", since), instant("until", until));
        return page.answer(
                trail.list(filter, before(page), page.limit() + 1).stream(),
                entry -> Long.toString(entry.number()),
                some -> some.stream().map(AuditController::row).toList());
    }

    private static long before(PageRequest page) {
        String after = page.after();
        if (after == null) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("[0-9]{1,18}")) {
            throw PageRequest.badCursor();
        }
        return Long.parseLong(after);
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw ProblemException.of(
                    400, "BAD_PARAMETER", Map.of("parameter", name, "value", text, "expected", "2026-11-28T00:00:00Z"));
        }
    }

    private static Row row(AuditEntry entry) {
        return Row.of("number", entry.number())
                .and("at", entry.at())
                .and("deed", entry.deed())
                .and("outcome", entry.outcome())
                .and("subject", orNull(entry.subject()))
                .and("digest", entry.digest())
                .and("counts", entry.numbers())
                .and("actor", orNull(entry.actor()))
                .and("via", entry.via())
                .and("from", orNull(entry.from()))
                .and("hash", entry.hash());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
