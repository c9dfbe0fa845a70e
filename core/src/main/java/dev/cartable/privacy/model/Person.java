package dev.cartable.privacy.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.quota.model.Holder;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A guardian with their account, a user of the network, or a pupil, by all the ids that rows know them by.
 *
 * @param guardian null for others
 * @param account null for others, and for a guardian without an account
 * @param user null for others
 * @param pupil null for others
 * @param words addresses, names and telephone numbers that texts about others may hold; never in a log
 * @param logins what the person signs in by, such as a username or an address; never in a log
 */
public record Person(
        @Nullable GuardianId guardian,
        @Nullable AccountId account,
        @Nullable UserId user,
        @Nullable PupilId pupil,
        Set<String> words,
        Set<String> logins) {
    public Person {
        if (Stream.of(guardian, user, pupil).filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException("a person is a guardian, a user or a pupil, and one of them alone");
        }
        words = Set.copyOf(words);
        logins = Set.copyOf(logins);
    }

    /** A guardian. */
    public static Person guardian(GuardianId guardian, @Nullable AccountId account, Set<String> words) {
        return new Person(requireNonNull(guardian, "guardian"), account, null, null, words, Set.of());
    }

    /** A user of the network. */
    public static Person user(UserId user, Set<String> words) {
        return new Person(null, null, requireNonNull(user, "user"), null, words, Set.of());
    }

    /** A pupil. */
    public static Person pupil(PupilId pupil, Set<String> words) {
        return new Person(null, null, null, requireNonNull(pupil, "pupil"), words, Set.of());
    }

    /** The same person, known by more words. */
    public Person withWords(Set<String> more) {
        Set<String> all = new HashSet<>(words);
        all.addAll(more);
        return new Person(guardian, account, user, pupil, all, logins);
    }

    /** The same person, who signs in by these, too. */
    public Person withLogins(Set<String> more) {
        Set<String> all = new HashSet<>(logins);
        all.addAll(more);
        return new Person(guardian, account, user, pupil, words, all);
    }

    /** The id in the host's system. */
    public String id() {
        if (guardian != null) {
            return guardian.value();
        }
        return user != null ? user.value() : requireNonNull(pupil, "pupil").value();
    }

    /** How notices call them, as recipient or as subject: {@code guardian:ID}, {@code account:UUID}, {@code user:ID}, {@code pupil:ID}. */
    public List<Recipient> recipients() {
        return Stream.of(
                        guardian == null ? null : new Recipient("guardian", guardian.value()),
                        account == null ? null : new Recipient("account", account.toString()),
                        user == null ? null : new Recipient("user", user.value()),
                        pupil == null ? null : new Recipient("pupil", pupil.value()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whom a user's own profile is assigned to; null for others. */
    public @Nullable Holder holder() {
        return user == null ? null : Holder.of(user);
    }

    /** The person under a pseudonym; the account keeps its id, which says nothing about them. */
    public Person under(String pseudonym) {
        if (pupil != null) {
            return pupil(new PupilId(pseudonym), Set.of());
        }
        return user == null
                ? guardian(new GuardianId(pseudonym), account, Set.of())
                : user(new UserId(pseudonym), Set.of());
    }

    /**
     * What the person may be called where they acted themselves: what they sign in by, and a user's id. The ids of guardians and pupils are those
     * of the host, and a full name is no login: another person may sign in by either.
     */
    public Set<String> names() {
        Set<String> names = new HashSet<>(logins);
        if (user != null) {
            names.add(user.value());
        }
        return names;
    }

    /** A text about others, in which an ellipsis stands for each of the {@link #words}, in capitals or not. */
    public String withoutWords(String text) {
        return words.isEmpty()
                ? text
                : Pattern.compile(
                                words.stream()
                                        .sorted(Comparator.comparing(String::length)
                                                .reversed())
                                        .map(Pattern::quote)
                                        .collect(Collectors.joining(
                                                "|", "(?<![\\p{L}\\p{N}])(?:", ")(?![\\p{L}\\p{N}])")),
                                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(text)
                        .replaceAll("…");
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "Person[" + recipients() + "]";
    }

    /**
     * All that is kept about one person, in the order of the relations. Hold it as you hold the data itself. A JSON library can write it as
     * it is, from its components.
     *
     * @param person the id in the host's system, as {@code guardian:ID}, {@code user:ID} or {@code pupil:ID}
     * @param at when it was read
     * @param tables for each relation that has any row about the person, those rows: column by column, texts, numbers, truth
     *     values or null, times in UTC
     */
    public record Export(String person, Instant at, Map<String, List<Map<String, @Nullable Object>>> tables) {
        public Export {
            requireNonNull(person, "person");
            requireNonNull(at, "at");
            requireNonNull(tables, "tables");
        }

        /** Whom it is about, and nothing else. */
        @Override
        public String toString() {
            return "Export[" + person + "]";
        }
    }
}
