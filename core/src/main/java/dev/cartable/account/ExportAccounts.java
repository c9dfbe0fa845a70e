package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.ExportFormat;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.PrivateFile;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.Deed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The use case that writes all accounts but the erased ones into a table, in the order of their ids: what {@link
 * Row#COLUMNS} names, nothing secret. {@link #read} reads it back, every value exactly as it was. Its memory does not
 * grow with the number of accounts. Safe for use by several threads.
 */
public final class ExportAccounts {
    private final AccountPorts ports;

    ExportAccounts(AccountPorts ports) {
        this.ports = requireNonNull(ports, "ports");
    }

    /**
     * Writes the table and flushes the stream, which stays open.
     *
     * @return how many accounts were written
     * @throws UncheckedIOException if it cannot be written
     */
    public long export(OutputStream out, ExportFormat format) {
        ports.unitOfWork().run(tx -> Deed.of("accounts.export").record(ports.unitOfWork(), tx));
        ExportFormat.Rows rows = format.begin(out);
        rows.row(Row.COLUMNS);
        long written = 0;
        try (Stream<Account> all = ports.accounts().all()) {
            Stream<Account> shown = all.filter(account -> account.state() != Account.State.ERASED);
            for (List<Account> page : (Iterable<List<Account>>) () -> Chunks.of(shown.iterator(), BulkRun.CHUNK)) {
                write(page, rows);
                written += page.size();
            }
        }
        rows.end();
        return written;
    }

    /**
     * Writes the table into a new {@linkplain PrivateFile file}. It is there as a whole or not at all, and on systems
     * with POSIX permissions only the owner may read it (0600).
     *
     * @return how many accounts were written
     * @throws UncheckedIOException if there is a file of this name already, or it cannot be written; nothing is changed
     */
    public long export(Path file, ExportFormat format) {
        try (PrivateFile target = PrivateFile.create(file)) {
            return export(target, format);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * As {@link #export(Path, ExportFormat)}, in place of an older file. A symbolic link, a device or a folder is not replaced.
     *
     * @return how many accounts were written
     * @throws UncheckedIOException if it cannot be written; an older file is left as it was
     */
    public long replace(Path file, ExportFormat format) {
        try (PrivateFile target = PrivateFile.replace(file)) {
            return export(target, format);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private long export(PrivateFile target, ExportFormat format) throws IOException {
        long written = export(target.out(), format);
        target.put();
        return written;
    }

    private static UncheckedIOException failed(Path file, IOException e) {
        return new UncheckedIOException("cannot write the export to " + file, e);
    }

    private void write(List<Account> page, ExportFormat.Rows rows) {
        Map<AccountId, Set<PupilId>> pupils =
                ports.accounts().pupils(page.stream().map(Account::id).toList());
        for (Account account : page) {
            rows.row(
                    Row.of(account, pupils.getOrDefault(account.id(), Set.of())).cells());
        }
    }

    /**
     * The accounts in the order of the file, read on demand. The caller closes both streams.
     *
     * @throws NoExportException if it does not begin as an export does
     */
    public Stream<Row> read(InputStream in, ExportFormat format) {
        Stream<List<String>> all = format.read(in);
        Iterator<List<String>> rows = all.iterator();
        if (!rows.hasNext() || !rows.next().equals(Row.COLUMNS)) {
            all.close();
            throw new NoExportException();
        }
        Iterable<List<String>> rest = () -> rows;
        return StreamSupport.stream(rest.spliterator(), false).map(Row::of).onClose(all::close);
    }

    /** An account as an export shows it: a row of text cells, without anything secret. Instants are ISO 8601 in UTC. */
    public record Row(
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

        public Row {
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
        public static Row of(Account account, Collection<PupilId> pupils) {
            return new Row(
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
        public static Row of(List<String> cells) {
            if (cells.size() != COLUMNS.size()) {
                throw new IllegalArgumentException(
                        "the row has " + cells.size() + " cells; an exported account has " + COLUMNS.size());
            }
            String pupils = cells.get(8);
            return new Row(
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
            return "Row[" + id + " of guardian " + guardian + " " + state + "]";
        }
    }

    /** The file is no export of accounts, or in another format. */
    public static final class NoExportException extends CartableException {
        private static final long serialVersionUID = 1L;

        private NoExportException() {
            super(
                    "NO_EXPORT",
                    Map.of("columns", String.join(",", Row.COLUMNS)),
                    "this is no export of accounts in the given format: its first row has to be "
                            + String.join(",", Row.COLUMNS) + ". Try another format");
        }
    }
}
