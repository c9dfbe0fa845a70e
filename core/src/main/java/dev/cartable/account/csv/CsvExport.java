package dev.cartable.account.csv;

import dev.cartable.account.model.ExportProfile;
import dev.cartable.account.model.SafeCell;
import dev.cartable.account.port.ExportFormat;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Tables as CSV (RFC 4180 but for the separator and the line end of the profile), a row at a time. Safe for use by several threads. */
public final class CsvExport implements ExportFormat {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    @Override
    public Rows begin(Writer out, ExportProfile profile) {
        try {
            if (profile.byteOrderMark()) {
                out.write(BYTE_ORDER_MARK);
            }
            return new CsvRows(new CSVPrinter(out, format(profile)));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public Stream<List<String>> read(Reader in, ExportProfile profile) {
        try {
            CSVParser parser = format(profile).parse(withoutMark(in));
            return StreamSupport.stream(parser.spliterator(), false).map(CsvExport::cells);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the export", e);
        }
    }

    private static CSVFormat format(ExportProfile profile) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(profile.separator())
                .setRecordSeparator(profile.lineEnd())
                .setIgnoreEmptyLines(false)
                .get();
    }

    private static Reader withoutMark(Reader in) throws IOException {
        PushbackReader reader = new PushbackReader(in);
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }

    private static List<String> cells(CSVRecord row) {
        return row.stream().map(SafeCell::unescape).toList();
    }

    private static UncheckedIOException cannotWrite(IOException e) {
        return new UncheckedIOException("cannot write the export", e);
    }

    private record CsvRows(CSVPrinter printer) implements Rows {
        @Override
        public void row(List<String> cells) {
            try {
                for (String cell : cells) {
                    printer.print(SafeCell.escape(cell));
                }
                printer.println();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }

        @Override
        public void flush() {
            try {
                printer.flush();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }
}
