package dev.cartable.cli.frame;

import dev.cartable.account.port.ExportFormat;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Tables as Office Open XML workbooks (.xlsx), each text as text: no program takes one for a number, a date or a formula. A number of
 * more than {@value #EXACT_DIGITS} digits is text, too. Written and read a row at a time. Reads the first sheet also where another program
 * has saved it. Safe for use by several threads.
 */
public final class XlsxExport implements ExportFormat {
    private static final String SHEET = "xl/worksheets/sheet1.xml";

    /** Where other programs keep the texts of cells, which name them by their places. */
    private static final String TEXTS = "xl/sharedStrings.xml";

    private static final int FLUSHED = 500;

    /** That Excel knows. */
    private static final int MAX_COLUMNS = 16_384;

    private final String sheet;

    /** @param sheet the name of the only sheet */
    public XlsxExport(String sheet) {
        this.sheet = sheet;
    }

    @Override
    public Rows begin(OutputStream out) {
        Workbook workbook = new Workbook(new LeftOpen(out), "Cartable", "1.0");
        return new XlsxRows(workbook, workbook.newWorksheet(sheet));
    }

    @Override
    public Stream<List<String>> read(InputStream in) {
        try {
            // The directory of a zip file is at its end.
            Path copy = Files.createTempFile("cartable", ".xlsx");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            ZipFile zip = new ZipFile(copy.toFile(), ZipFile.OPEN_READ | ZipFile.OPEN_DELETE);
            ZipEntry sheet = zip.getEntry(SHEET);
            if (sheet == null) {
                zip.close();
                return Stream.empty();
            }
            SheetRows rows = new SheetRows(parser(zip.getInputStream(sheet)), texts(zip));
            Iterable<List<String>> each = rows::iterator;
            return StreamSupport.stream(each.spliterator(), false).onClose(() -> close(zip));
        } catch (IOException | XMLStreamException e) {
            throw unreadable(e);
        }
    }

    private static List<String> texts(ZipFile zip) throws IOException, XMLStreamException {
        ZipEntry entry = zip.getEntry(TEXTS);
        List<String> texts = new ArrayList<>();
        if (entry != null) {
            XMLStreamReader xml = parser(zip.getInputStream(entry));
            StringBuilder text = new StringBuilder();
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("t")) {
                    text.append(xml.getElementText());
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("si")) {
                    texts.add(text.toString());
                    text.setLength(0);
                }
            }
        }
        return texts;
    }

    private static void close(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static XMLStreamReader parser(InputStream sheet) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(sheet, "UTF-8");
    }

    private static UncheckedIOException unreadable(Exception e) {
        return new UncheckedIOException(
                "cannot read the export", e instanceof IOException io ? io : new IOException(e.getMessage(), e));
    }

    private static final class XlsxRows implements Rows {
        private final Workbook workbook;
        private final Worksheet sheet;
        private int row;

        XlsxRows(Workbook workbook, Worksheet sheet) {
            this.workbook = workbook;
            this.sheet = sheet;
        }

        @Override
        public void row(List<?> cells) {
            for (int column = 0; column < cells.size(); column++) {
                BigDecimal number = cells.get(column) instanceof Number one ? new BigDecimal(one.toString()) : null;
                if (number != null && number.precision() <= EXACT_DIGITS) {
                    sheet.value(row, column, number);
                    String decimals = number.scale() > 0 ? "." + "0".repeat(number.scale()) : "";
                    sheet.style(row, column).format("#,##0" + decimals).set();
                } else {
                    sheet.inlineString(
                            row, column, number == null ? cells.get(column).toString() : number.toPlainString());
                    // Stays text when a person edits it.
                    sheet.style(row, column).format("@").set();
                }
            }
            row++;
            if (row % FLUSHED == 0) {
                try {
                    sheet.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot write the export", e);
                }
            }
        }

        @Override
        public void end() {
            try {
                sheet.finish();
                workbook.finish();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the export", e);
            }
        }
    }

    /** The rows of a sheet, read on demand. */
    private record SheetRows(XMLStreamReader xml, List<String> texts) {
        Iterator<List<String>> iterator() {
            return new Iterator<>() {
                private @Nullable List<String> next = row();

                @Override
                public boolean hasNext() {
                    return next != null;
                }

                @Override
                public List<String> next() {
                    List<String> found = next;
                    if (found == null) {
                        throw new NoSuchElementException();
                    }
                    next = row();
                    return found;
                }
            };
        }

        private @Nullable List<String> row() {
            try {
                while (xml.hasNext()) {
                    if (xml.next() == XMLStreamConstants.START_ELEMENT
                            && xml.getLocalName().equals("row")) {
                        return cells();
                    }
                }
                return null;
            } catch (XMLStreamException e) {
                throw unreadable(e);
            }
        }

        /** Those up to the end of the row. A cell that a program has left out is empty. */
        private List<String> cells() throws XMLStreamException {
            List<String> cells = new ArrayList<>();
            while (xml.next() != XMLStreamConstants.END_ELEMENT
                    || !xml.getLocalName().equals("row")) {
                if (xml.getEventType() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("c")) {
                    for (int column = column(xml.getAttributeValue(null, "r")); cells.size() < column; ) {
                        cells.add("");
                    }
                    cells.add(cell("s".equals(xml.getAttributeValue(null, "t"))));
                }
            }
            return cells;
        }

        private String cell(boolean isShared) throws XMLStreamException {
            StringBuilder text = new StringBuilder();
            while (xml.next() != XMLStreamConstants.END_ELEMENT
                    || !xml.getLocalName().equals("c")) {
                if (xml.getEventType() == XMLStreamConstants.START_ELEMENT
                        && Set.of("t", "v").contains(xml.getLocalName())) {
                    text.append(xml.getElementText());
                }
            }
            return isShared ? shared(text.toString()) : text.toString();
        }

        private String shared(String number) {
            try {
                return texts.get(Integer.parseInt(number));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw unreadable(e);
            }
        }

        /** From 0, of a place such as {@code B7}; 0 where the file does not say it. */
        private static int column(@Nullable String place) {
            int column = 0;
            for (int i = 0; place != null && i < place.length() && Character.isLetter(place.charAt(i)); i++) {
                column = column * 26 + place.charAt(i) - 'A' + 1;
                if (column > MAX_COLUMNS) {
                    throw unreadable(new IOException("no sheet has a column " + place));
                }
            }
            return Math.max(0, column - 1);
        }
    }

    /** The file is the caller's to close. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
