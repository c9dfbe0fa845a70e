package dev.cartable.account;

import dev.cartable.CartableException;
import dev.cartable.account.model.ExportedAccount;
import dev.cartable.account.port.ExportFormat;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The use case that reads back what {@link ExportAccounts} wrote, every value exactly as it was. Safe for use by several threads. */
public final class ReadAccountExport {
    ReadAccountExport() {}

    /**
     * The accounts in the order of the file, read on demand. The caller closes both streams.
     *
     * @throws NoExportException if it does not begin as an export does
     */
    Stream<ExportedAccount> read(InputStream in, ExportFormat format) {
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
