package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountState;
import dev.cartable.account.model.ExportProfile;
import dev.cartable.account.model.ExportedAccount;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.account.port.ExportFormat;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Chunks;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The use case that writes all accounts but the erased ones into a table, in the order of their ids: what {@link
 * ExportedAccount#COLUMNS} names, nothing secret. {@link ExportedAccounts} reads it back. Its memory does not grow with the
 * number of accounts. Safe for use by several threads.
 */
public final class ExportAccounts {
    private final AccountPorts ports;
    private final ExportFormat format;

    public ExportAccounts(AccountPorts ports, ExportFormat format) {
        this.ports = requireNonNull(ports, "ports");
        this.format = requireNonNull(format, "format");
    }

    /**
     * Writes the table and flushes the writer, which stays open.
     *
     * @return how many accounts were written
     * @throws UncheckedIOException if it cannot be written
     */
    public long export(Writer out, ExportProfile profile) {
        ExportFormat.Rows rows = format.begin(out, profile);
        rows.row(ExportedAccount.COLUMNS);
        long written = 0;
        try (Stream<Account> all = ports.accounts().all()) {
            Stream<Account> shown = all.filter(account -> account.state() != AccountState.ERASED);
            for (List<Account> page :
                    (Iterable<List<Account>>) () -> Chunks.of(shown.iterator(), GenerateAccounts.CHUNK)) {
                write(page, rows);
                written += page.size();
            }
        }
        rows.flush();
        return written;
    }

    /**
     * Writes the table into a file, in UTF-8. The file is there as a whole or not at all, an older one is replaced, and on
     * systems with POSIX permissions only the owner may read it (0600).
     *
     * @return how many accounts were written
     * @throws UncheckedIOException if it cannot be written; an older file is left as it was
     */
    public long export(Path file, ExportProfile profile) {
        try {
            Path folder = requireNonNull(file.toAbsolutePath().getParent(), "folder");
            Path draft = Files.createTempFile(folder, ".cartable-export", null);
            try {
                long written;
                try (BufferedWriter out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                    written = export(out, profile);
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return written;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the export to " + file, e);
        }
    }

    private void write(List<Account> page, ExportFormat.Rows rows) {
        Map<AccountId, Set<PupilId>> pupils =
                ports.accounts().pupils(page.stream().map(Account::id).toList());
        for (Account account : page) {
            rows.row(ExportedAccount.of(account, pupils.getOrDefault(account.id(), Set.of()))
                    .cells());
        }
    }
}
