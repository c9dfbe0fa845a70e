package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.account.model.ExportProfile;
import dev.cartable.account.model.ExportedAccount;
import dev.cartable.account.port.ExportFormat;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The use case that reads back what {@link ExportAccounts} wrote, every value exactly as it was. Safe for use by several threads. */
public final class ReadAccountExport {
    private final ExportFormat format;

    ReadAccountExport(ExportFormat format) {
        this.format = requireNonNull(format, "format");
    }

    /**
     * The accounts in the order of the file, read on demand. The caller closes the reader.
     *
     * @throws NoExportException if it does not begin as an export does
     */
    Stream<ExportedAccount> read(Reader in, ExportProfile profile) {
        Iterator<List<String>> rows = format.read(in, profile).iterator();
        if (!rows.hasNext() || !rows.next().equals(ExportedAccount.COLUMNS)) {
            throw new NoExportException();
        }
        Iterable<List<String>> rest = () -> rows;
        return StreamSupport.stream(rest.spliterator(), false).map(ExportedAccount::of);
    }

    /** The file is no export of accounts, or one of another profile. */
    public static final class NoExportException extends CartableException {
        private static final long serialVersionUID = 1L;

        private NoExportException() {
            super(
                    "NO_EXPORT",
                    Map.of("columns", String.join(",", ExportedAccount.COLUMNS)),
                    "this is no export of accounts in the given profile: its first line has to be "
                            + String.join(",", ExportedAccount.COLUMNS) + ". Try the other profile");
        }
    }
}
