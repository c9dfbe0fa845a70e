package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.ExportedAccount;
import dev.cartable.account.port.ExportFormat;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.PrivateFile;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The use case that writes all accounts but the erased ones into a table, in the order of their ids: what {@link
 * ExportedAccount#COLUMNS} names, nothing secret. {@link #read} reads it back, every value exactly as it was. Its memory does not
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
        ExportFormat.Rows rows = format.begin(out);
        rows.row(ExportedAccount.COLUMNS);
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
            rows.row(ExportedAccount.of(account, pupils.getOrDefault(account.id(), Set.of()))
                    .cells());
        }
    }

    /**
     * The accounts in the order of the file, read on demand. The caller closes both streams.
     *
     * @throws NoExportException if it does not begin as an export does
     */
    public Stream<ExportedAccount> read(InputStream in, ExportFormat format) {
        Stream<List<String>> all = format.read(in);
        Iterator<List<String>> rows = all.iterator();
        if (!rows.hasNext() || !rows.next().equals(ExportedAccount.COLUMNS)) {
            all.close();
            throw new NoExportException();
        }
        Iterable<List<String>> rest = () -> rows;
        return StreamSupport.stream(rest.spliterator(), false)
                .map(ExportedAccount::of)
                .onClose(all::close);
    }

    /** The file is no export of accounts, or in another format. */
    public static final class NoExportException extends CartableException {
        private static final long serialVersionUID = 1L;

        private NoExportException() {
            super(
                    "NO_EXPORT",
                    Map.of("columns", String.join(",", ExportedAccount.COLUMNS)),
                    "this is no export of accounts in the given format: its first row has to be "
                            + String.join(",", ExportedAccount.COLUMNS) + ". Try another format");
        }
    }
}
