package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An account as an export shows it: a row of text cells, without anything secret. Instants are ISO 8601 in UTC. */
public record ExportedAccount(
        AccountId id,
        GuardianId guardian,
        Username username,
        Account.State state,
        PersonName name,
        @Nullable EmailAddress email,
        Locale language,
        SortedSet<PupilId> pupils,
        Instant createdAt,
        @Nullable Instant activatedAt,
        @Nullable Instant lastSignInAt,
        @Nullable Instant orphanSince,
        @Nullable Instant deactivatedAt,
        Account.@Nullable Deactivation deactivation) {

    /** The names of the columns, in their order. They are stable: programs may rely on them. */
    public static final List<String> COLUMNS = List.of(
            "id",
            "guardian",
            "username",
            "state",
            "givenName",
            "familyName",
            "email",
            "language",
            "pupils",
            "createdAt",
            "activatedAt",
            "lastSignInAt",
            "orphanSince",
            "deactivatedAt",
            "deactivation");

    public ExportedAccount {
        requireNonNull(id, "id");
        requireNonNull(guardian, "guardian");
        requireNonNull(username, "username");
        requireNonNull(state, "state");
        requireNonNull(name, "name");
        requireNonNull(language, "language");
        requireNonNull(createdAt, "createdAt");
        pupils = Collections.unmodifiableSortedSet(new TreeSet<>(pupils));
    }

    /** What an export shows of an account. */
    public static ExportedAccount of(Account account, Collection<PupilId> pupils) {
        return new ExportedAccount(
                account.id(),
                account.guardian(),
                account.username(),
                account.state(),
                account.name(),
                account.email(),
                account.language(),
                new TreeSet<>(pupils),
                account.createdAt(),
                account.activatedAt(),
                account.lastSignInAt(),
                account.orphanSince(),
                account.deactivatedAt(),
                account.deactivation());
    }

    /** The cells of its row, in the order of {@link #COLUMNS}. Pupils stand one below the other in their cell: no id has a line break. */
    public List<String> cells() {
        return List.of(
                id.toString(),
                guardian.value(),
                username.value(),
                state.name(),
                name.given(),
                name.family(),
                email == null ? "" : email.value(),
                language.toLanguageTag(),
                pupils.stream().map(PupilId::value).collect(Collectors.joining("\n")),
                createdAt.toString(),
                text(activatedAt),
                text(lastSignInAt),
                text(orphanSince),
                text(deactivatedAt),
                text(deactivation));
    }

    /**
     * Reads what {@link #cells} wrote.
     *
     * @throws IllegalArgumentException if the row is no account
     */
    public static ExportedAccount of(List<String> cells) {
        if (cells.size() != COLUMNS.size()) {
            throw new IllegalArgumentException(
                    "the row has " + cells.size() + " cells; an exported account has " + COLUMNS.size());
        }
        String pupils = cells.get(8);
        return new ExportedAccount(
                AccountId.parse(cells.get(0)),
                new GuardianId(cells.get(1)),
                new Username(cells.get(2)),
                Account.State.valueOf(cells.get(3)),
                new PersonName(cells.get(4), cells.get(5)),
                cells.get(6).isEmpty() ? null : EmailAddress.of(cells.get(6)),
                Locale.forLanguageTag(cells.get(7)),
                pupils.isEmpty()
                        ? new TreeSet<>()
                        : Arrays.stream(pupils.split("\n", -1))
                                .map(PupilId::new)
                                .collect(Collectors.toCollection(TreeSet::new)),
                Instant.parse(cells.get(9)),
                instant(cells.get(10)),
                instant(cells.get(11)),
                instant(cells.get(12)),
                instant(cells.get(13)),
                cells.get(14).isEmpty() ? null : Account.Deactivation.valueOf(cells.get(14)));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static @Nullable Instant instant(String cell) {
        return cell.isEmpty() ? null : Instant.parse(cell);
    }

    /** The ids and the state; no name or address. */
    @Override
    public String toString() {
        return "ExportedAccount[" + id + " of guardian " + guardian + " " + state + "]";
    }
}
