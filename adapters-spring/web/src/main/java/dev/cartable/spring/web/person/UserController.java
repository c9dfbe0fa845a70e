package dev.cartable.spring.web.person;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.work.internal.Chunks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The users of the school's network, as the host has them. Read-only. */
@ApiController(docs = PersonDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/users")
final class UserController {
    private static final int CHUNK = 200;

    private final Users users;
    private final AccessPolicy policy;

    UserController(Users users, AccessPolicy policy) {
        this.users = requireNonNull(users, "users");
        this.policy = requireNonNull(policy, "policy");
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_USERS)
    Answer list(Asker asker, PageRequest page) {
        String after = page.after();
        Stream<User> all = users.all();
        Stream<User> visible = Chunks.stream(
                        all.filter(user -> after == null || user.id().value().compareTo(after) > 0), CHUNK)
                .flatMap(chunk -> visible(asker, chunk))
                .onClose(all::close);
        return page.answer(
                visible,
                user -> user.id().value(),
                some -> some.stream().map(UserController::row).toList());
    }

    private Stream<User> visible(Asker asker, List<User> some) {
        Set<UserId> visible = policy.visibleUsers(asker, some);
        return some.stream().filter(user -> visible.contains(user.id()));
    }

    @GetMapping({"/me", "/me/"})
    @Requires(Right.SELF)
    Answer me(Asker asker) {
        UserId id = asker.user();
        User user = id == null ? null : users.byId(Set.of(id)).get(id);
        if (user == null) {
            throw ProblemException.of(404, "NO_USER", Map.of());
        }
        return Answer.ok(row(user));
    }

    @GetMapping({"/{id}", "/{id}/"})
    @Requires(Right.SELF)
    Answer show(@PathVariable("id") String id, Asker asker) {
        User user;
        try {
            UserId known = new UserId(id);
            user = users.byId(Set.of(known)).get(known);
        } catch (IllegalArgumentException nobodys) {
            user = null;
        }
        if (user == null || policy.visibleUsers(asker, List.of(user)).isEmpty()) {
            throw ProblemException.notFound("UNKNOWN_USER", "user", id);
        }
        return Answer.ok(row(user));
    }

    static Row row(User user) {
        return Row.of("id", user.id())
                .and("userName", user.userName())
                .and("email", user.email())
                .and("language", user.language())
                .and("promotion", user.promotion())
                .and("active", user.active());
    }
}
