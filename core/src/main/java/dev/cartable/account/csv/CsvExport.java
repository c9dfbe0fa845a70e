package dev.cartable.account.csv;

import dev.cartable.account.port.ExportFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Tables as CSV (RFC 4180 but for separator and line end) in UTF-8, a row at a time. Safe for use by several threads. */
public final class CsvExport implements ExportFormat {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final boolean excel;
    private final CSVFormat format;
    private final UnaryOperator<String> escape;

    private CsvExport(boolean excel, char separator, String lineEnd, UnaryOperator<String> escape) {
        this.excel = excel;
        this.escape = escape;
        this.format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setRecordSeparator(lineEnd)
                .setIgnoreEmptyLines(false)
                .get();
    }

    /** For programs: commas and LF, without a byte order mark. */
    public static CsvExport plain() {
        return new CsvExport(false, ',', "\n", SafeCell::escape);
    }

    /**
     * For French Excel, which opens it by a double click: a byte order mark, semicolons, CRLF. What Excel would turn into a number
     * or a date, such as the id {@code 00123}, is written {@code ="00123"} and shown as {@code 00123}, and so is a number of
     * more digits than Excel keeps. Other numbers have a decimal comma.
     */
    public static CsvExport excelFrench() {
        return new CsvExport(true, ';', "\r\n", SafeCell::escapeForExcel);
    }

    @Override
    public Rows begin(OutputStream out) {
        try {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            if (excel) {
                writer.write(BYTE_ORDER_MARK);
            }
            return new CsvRows(new CSVPrinter(writer, format), escape, excel ? ',' : '.');
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public Stream<List<String>> read(InputStream in) {
        try {
            CSVParser parser = format.parse(withoutMark(new InputStreamReader(in, StandardCharsets.UTF_8)));
            return StreamSupport.stream(parser.spliterator(), false).map(CsvExport::cells);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the export", e);
        }
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

    private record CsvRows(CSVPrinter printer, UnaryOperator<String> escape, char decimalPoint) implements Rows {
        @Override
        public void row(List<?> cells) {
            try {
                for (Object cell : cells) {
                    printer.print(cell instanceof Number number ? number(number) : escape.apply(cell.toString()));
                }
                printer.println();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }

        private String number(Number number) {
            BigDecimal exact = new BigDecimal(number.toString());
            boolean isRounded = decimalPoint == ',' && exact.precision() > EXACT_DIGITS;
            return isRounded
                    ? escape.apply(exact.toPlainString())
                    : exact.toPlainString().replace('.', decimalPoint);
        }

        @Override
        public void end() {
            try {
                printer.flush();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }
}
