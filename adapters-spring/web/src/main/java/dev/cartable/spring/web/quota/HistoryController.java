package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Asker.Role;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who held which profile and when, and whose counters were reset by whom; newest first. */
@ApiController(docs = HistoryDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/profile-history")
final class HistoryController {
    private final Known known;
    private final HistoryReader history;

    HistoryController(Quotas quotas, Users users, Known known) {
        this.known = requireNonNull(known, "known");
        this.history = new HistoryReader(quotas, users, known);
    }

    @GetMapping({"", "/"})
    @Requires(Right.SELF)
    Answer all(
            Asker asker,
            PageRequest page,
            @RequestParam(name = "user", required = false) @Nullable String user,
            @RequestParam(name = "profile", required = false) @Nullable String profile) {
        return answer(
                asker,
                page,
                user == null ? null : Holder.of(known.user(asker, user).id()),
                profile == null ? null : known.profile(profile).name());
    }

    @GetMapping({"/user_history", "/user_history/"})
    @Requires(Right.SELF)
    Answer ofUser(
            Asker asker, PageRequest page, @RequestParam(name = "user_id", required = false) @Nullable String user) {
        if (user == null) {
            throw ProblemException.of(400, "MISSING_PARAMETER", Map.of("parameter", "user_id"));
        }
        return answer(asker, page, Holder.of(known.user(asker, user).id()), null);
    }

    private Answer answer(Asker asker, PageRequest page, @Nullable Holder holder, @Nullable String profile) {
        boolean withActor = asker.is(Role.STAFF) || asker.is(Role.ADMINISTRATOR);
        return page.answer(
                history.read(asker, holder, profile, page),
                HistoryReader::key,
                changes -> changes.stream()
                        .map(change -> HistoryRows.row(change, withActor))
                        .toList());
    }
}
