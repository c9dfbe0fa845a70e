package dev.cartable.cli.person;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.notice.model.Recipient;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.Privacy;
import dev.cartable.privacy.model.Person;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The person that is meant: a guardian, a user of the network or a pupil; the others are null. */
record Target(
        @Nullable GuardianId guardian,
        @Nullable UserId user,
        @Nullable PupilId pupil) {
    private static final List<String> TYPES = List.of("guardian", "user", "pupil");

    /**
     * Finds a guardian by the id of the account, the username or their own id, a user by id or user name, and a pupil by id. Pupils may
     * have the same id as users: a pupil is meant only if the type says so, or if nobody else is.
     *
     * @param as {@code guardian}, {@code user} or {@code pupil}; null if that does not matter
     */
    static Target of(Frame frame, Host host, String named, @Nullable String as) {
        if (as != null && !TYPES.contains(as)) {
            throw CommandException.usage(frame.words()
                    .text("error.choice", Map.of("option", "--as", "value", as, "allowed", String.join(", ", TYPES))));
        }
        GuardianId guardian = isMeant("guardian", as) ? guardian(host, named).orElse(null) : null;
        UserId user = isMeant("user", as) ? user(frame, host, named).orElse(null) : null;
        PupilId pupil = isMeant("pupil", as) && guardian == null && user == null
                ? id(named, PupilId::new)
                        .filter(id -> host.cartable().privacy().knows(id))
                        .orElse(null)
                : null;
        if (guardian != null && user != null) {
            throw CommandException.failed(
                    "AMBIGUOUS_PERSON", frame.words().text("error.ambiguous-person", "id", named));
        }
        if (guardian == null && user == null && pupil == null) {
            throw CommandException.failed("UNKNOWN_PERSON", frame.words().text("error.unknown-person", "id", named));
        }
        return new Target(guardian, user, pupil);
    }

    private static boolean isMeant(String type, @Nullable String as) {
        return as == null || as.equals(type);
    }

    ErasePerson.Result erase(Privacy privacy) {
        if (guardian != null) {
            return privacy.erase(guardian);
        }
        return user != null ? privacy.erase(user) : privacy.erase(requireNonNull(pupil));
    }

    Optional<Person.Export> export(Privacy privacy) {
        if (guardian != null) {
            return privacy.export(guardian);
        }
        return user != null ? privacy.export(user) : privacy.export(requireNonNull(pupil));
    }

    private static Optional<GuardianId> guardian(Host host, String named) {
        Privacy privacy = host.cartable().privacy();
        return host.cartable()
                .accounts()
                .find(named)
                .map(Account::guardian)
                .or(() -> id(named, GuardianId::new).filter(privacy::knows));
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
        Optional<UserId> known =
                id(named, UserId::new).filter(id -> host.cartable().privacy().knows(id));
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

    Recipient recipient() {
        if (guardian != null) {
            return Recipient.guardian(guardian);
        }
        return user != null ? Recipient.user(user) : Recipient.pupil(requireNonNull(pupil));
    }

    /** {@code guardian:ID}, {@code user:ID} or {@code pupil:ID}. */
    String name() {
        if (guardian != null) {
            return "guardian:" + guardian;
        }
        return user != null ? "user:" + user : "pupil:" + pupil;
    }
}
