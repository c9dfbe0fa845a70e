package dev.cartable.privacy;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.port.AccountStore;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Outbox;
import dev.cartable.privacy.model.Person;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds by which ids and words a person is known. */
final class People {
    /** Shorter words stand in texts that are not about the person. */
    private static final int SHORTEST_WORD = 4;

    private final AccountStore accounts;
    private final Roster roster;
    private final Users users;
    private final Outbox outbox;

    People(AccountStore accounts, Roster roster, Users users, Outbox outbox) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.roster = requireNonNull(roster, "roster");
        this.users = requireNonNull(users, "users");
        this.outbox = requireNonNull(outbox, "outbox");
    }

    Person guardian(GuardianId id) {
        Set<String> words = new HashSet<>();
        Set<String> logins = new HashSet<>();
        Account account = accounts.byGuardian(List.of(id)).get(id);
        if (account != null && account.state() != Account.State.ERASED) {
            words.add(account.username().value());
            add(words, account.name());
            add(words, account.email() == null ? null : account.email().value());
            logins.add(account.username().value());
            login(logins, account.email() == null ? null : account.email().value());
        }
        for (Family family : roster.families(List.of(id))) {
            add(words, family.guardian().name());
            add(words, family.guardian().email());
            add(words, family.guardian().phone());
            login(logins, family.guardian().email());
        }
        return withAddresses(Person.guardian(id, account == null ? null : account.id(), words)
                .withLogins(logins));
    }

    Person user(UserId id) {
        Set<String> words = new HashSet<>();
        Set<String> logins = new HashSet<>();
        User user = users.byId(List.of(id)).get(id);
        if (user != null) {
            add(words, user.userName());
            add(words, user.email());
            login(logins, user.userName());
            login(logins, user.email());
        }
        return withAddresses(Person.user(id, words).withLogins(logins));
    }

    Person pupil(PupilId id) {
        Set<String> words = new HashSet<>();
        Set<String> logins = new HashSet<>();
        Pupil pupil = roster.pupils(Set.of(id)).get(id);
        if (pupil != null) {
            add(words, pupil.name());
            add(words, pupil.email());
            login(logins, pupil.email());
        }
        return withAddresses(Person.pupil(id, words).withLogins(logins));
    }

    /** The keys of the e-mails to a person. */
    List<Notice.Key> mails(Person person) {
        return history(person).stream()
                .filter(entry -> entry.notice().channel().equals(Channel.EMAIL) && entry.attempts() > 0)
                .map(entry -> entry.notice().key())
                .toList();
    }

    private Person withAddresses(Person person) {
        Set<String> words = new HashSet<>();
        Set<String> logins = new HashSet<>();
        history(person).stream()
                .filter(entry -> !entry.notice().channel().equals(Channel.IN_APP))
                .forEach(entry -> {
                    add(words, entry.notice().address().value());
                    if (entry.notice().channel().equals(Channel.EMAIL)) {
                        login(logins, entry.notice().address().value());
                    }
                });
        return person.withWords(words).withLogins(logins);
    }

    private List<Notice.Entry> history(Person person) {
        return person.recipients().stream().flatMap(this::history).toList();
    }

    private Stream<Notice.Entry> history(Recipient recipient) {
        try (Stream<Notice.Entry> entries = outbox.history(NoticeFilter.all().to(recipient))) {
            return entries.toList().stream();
        }
    }

    private static void add(Set<String> words, PersonName name) {
        if (!name.given().isBlank() && !name.family().isBlank()) {
            add(words, name.given() + " " + name.family());
            add(words, name.family() + " " + name.given());
        }
    }

    private static void login(Set<String> logins, @Nullable String login) {
        if (login != null && !login.isBlank()) {
            logins.add(login.strip());
        }
    }

    private static void add(Set<String> words, @Nullable String word) {
        if (word != null && word.strip().length() >= SHORTEST_WORD) {
            words.add(word.strip());
        }
    }
}
