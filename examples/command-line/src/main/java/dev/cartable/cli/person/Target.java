package dev.cartable.cli.person;

import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.privacy.Privacy;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The person that is meant: a guardian or a user of the network, one of them null. */
record Target(@Nullable GuardianId guardian, @Nullable UserId user) {
    /**
     * Finds a guardian by the id of the account, the username or their own id, and a user by id or user name.
     *
     * @param as {@code guardian} or {@code user}, where both are meant by the name; null if that does not matter
     */
    static Target of(Frame frame, Host host, String named, @Nullable String as) {
        if (as != null && !List.of("guardian", "user").contains(as)) {
            throw CommandException.usage(frame.words()
                    .text("error.choice", Map.of("option", "--as", "value", as, "allowed", "guardian, user")));
        }
        GuardianId guardian =
                "user".equals(as) ? null : guardian(frame, host, named).orElse(null);
        UserId user = "guardian".equals(as) ? null : user(frame, host, named).orElse(null);
        if (guardian != null && user != null) {
            throw CommandException.failed(
                    "AMBIGUOUS_PERSON", frame.words().text("error.ambiguous-person", "id", named));
        }
        if (guardian == null && user == null) {
            throw CommandException.failed("UNKNOWN_PERSON", frame.words().text("error.unknown-person", "id", named));
        }
        return new Target(guardian, user);
    }

    private static Optional<GuardianId> guardian(Frame frame, Host host, String named) {
        Privacy privacy = host.cartable().privacy();
        return host.cartable()
                .accounts()
                .find(named)
                .map(Account::guardian)
                .or(() -> id(named, GuardianId::new)
                        .filter(id -> privacy.export(id).isPresent()));
    }

    /** The id, if anybody can have it. */
    private static <T> Optional<T> id(String named, Function<String, T> made) {
        try {
            return Optional.of(made.apply(named));
        } catch (IllegalArgumentException nobodys) {
            return Optional.empty();
        }
    }

    private static Optional<UserId> user(Frame frame, Host host, String named) {
        Optional<UserId> known = id(named, UserId::new)
                .filter(id -> host.cartable().privacy().export(id).isPresent());
        if (known.isPresent()) {
            return known;
        }
        List<User> found = host.stores().users().named(named);
        if (found.size() > 1) {
            String ids = String.join(
                    ", ", found.stream().map(user -> user.id().value()).toList());
            throw CommandException.failed(
                    "AMBIGUOUS_USER", frame.words().text("error.ambiguous-user", Map.of("name", named, "ids", ids)));
        }
        return found.stream().map(User::id).findFirst();
    }

    /** {@code guardian:ID} or {@code user:ID}. */
    String name() {
        return guardian != null ? "guardian:" + guardian : "user:" + user;
    }
}
