package dev.cartable.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.COSWriter;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pages of many PDF documents into one for a printer (ISO 32000-1), as they come: what is written is not kept, except where
 * it stands and its digest. Equal objects, such as a logo, are written once. The file is for paper: it has no tags. Printers are asked
 * to print it one-sided and in its size. Used by one thread.
 */
final class PageStream {
    private static final int CATALOG = 1;
    private static final int PAGES = 2;
    private static final int INFORMATION = 3;
    private static final int DEEPEST = 60;

    private final Counted out;
    private final Map<ByteBuffer, Integer> written = new HashMap<>();
    private final MessageDigest digest = sha256();
    private final List<Integer> pages = new ArrayList<>();
    private long[] offsets = new long[64];
    private int objects = INFORMATION;

    PageStream(OutputStream out) {
        this.out = new Counted(out);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    /** How many pages there are so far. */
    int pages() {
        return pages.size();
    }

    /** Writes all pages of a document. */
    void add(byte[] pdf) throws IOException {
        if (out.count == 0) {
            // A line of bytes above 127 says that the file is not text.
            out.write(new byte[] {'%', 'P', 'D', 'F', '-', '1', '.', '7', '\n', '%', -30, -29, -49, -45, '\n'});
        }
        try (PDDocument document = Loader.loadPDF(pdf)) {
            IdentityHashMap<COSBase, Integer> known = new IdentityHashMap<>();
            for (PDPage page : document.getPages()) {
                COSDictionary content = new COSDictionary(page.getCOSObject());
                content.setItem(COSName.RESOURCES, page.getResources());
                content.setItem(COSName.MEDIA_BOX, page.getMediaBox());
                for (COSName unwanted : List.of(
                        COSName.PARENT,
                        COSName.STRUCT_PARENTS,
                        COSName.ANNOTS,
                        COSName.METADATA,
                        COSName.B,
                        COSName.getPDFName("Tabs"))) {
                    content.removeItem(unwanted);
                }
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                dictionary(content, " /Parent " + PAGES + " 0 R", body, known, 0);
                int number = ++objects;
                object(number, body.toByteArray());
                pages.add(number);
            }
        }
    }

    /**
     * Writes the rest, and leaves the stream open.
     *
     * @param language of the file, as a BCP 47 tag
     */
    void finish(String title, String language) throws IOException {
        StringBuilder kids = new StringBuilder();
        pages.forEach(number -> kids.append(number).append(" 0 R "));
        object(PAGES, ascii("<< /Type /Pages /Count " + pages.size() + " /Kids [ " + kids + "] >>"));
        object(
                CATALOG,
                ascii("<< /Type /Catalog /Pages " + PAGES + " 0 R /Lang " + string(language)
                        + " /ViewerPreferences << /PrintScaling /None /Duplex /Simplex /DisplayDocTitle true >> >>"));
        object(INFORMATION, ascii("<< /Producer " + string("Cartable") + " /Title " + string(title) + " >>"));
        long start = out.count;
        StringBuilder table = new StringBuilder("xref\n0 " + (objects + 1) + "\n0000000000 65535 f \n");
        for (int number = 1; number <= objects; number++) {
            String offset = String.valueOf(offsets[number]);
            table.append("0".repeat(10 - offset.length())).append(offset).append(" 00000 n \n");
        }
        String id = "<" + HexFormat.of().formatHex(digest.digest(ascii(table.toString())), 0, 16) + ">";
        out.write(ascii(table + "trailer\n<< /Size " + (objects + 1) + " /Root " + CATALOG + " 0 R /Info " + INFORMATION
                + " 0 R /ID [ " + id + " " + id + " ] >>\nstartxref\n" + start + "\n%%EOF\n"));
        out.flush();
    }

    private void object(int number, byte[] body) throws IOException {
        if (number >= offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * number);
        }
        offsets[number] = out.count;
        out.write(ascii(number + " 0 obj\n"));
        out.write(body);
        out.write(ascii("\nendobj\n"));
    }

    /** The number of an object, which is written now if an equal one was not written before. */
    private int number(COSBase object, IdentityHashMap<COSBase, Integer> known, int depth) throws IOException {
        Integer before = known.get(object);
        if (before != null) {
            return before;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (object instanceof COSStream stream) {
            byte[] raw;
            try (var in = stream.createRawInputStream()) {
                raw = in.readAllBytes();
            }
            COSDictionary about = new COSDictionary(stream);
            about.removeItem(COSName.LENGTH);
            dictionary(about, " /Length " + raw.length, body, known, depth);
            body.write(ascii("\nstream\n"));
            body.write(raw);
            body.write(ascii("\nendstream"));
        } else {
            value(object, body, known, depth);
        }
        byte[] bytes = body.toByteArray();
        ByteBuffer key = ByteBuffer.wrap(digest.digest(bytes));
        Integer same = written.get(key);
        int number = same == null ? ++objects : same;
        if (same == null) {
            object(number, bytes);
            written.put(key, number);
        }
        known.put(object, number);
        return number;
    }

    private void value(
            @Nullable COSBase base, ByteArrayOutputStream to, IdentityHashMap<COSBase, Integer> known, int depth)
            throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("the objects of a page refer to one another");
        }
        boolean indirect = base instanceof COSObject;
        COSBase object = base instanceof COSObject reference ? reference.getObject() : base;
        if (object instanceof COSStream
                || (indirect && (object instanceof COSDictionary || object instanceof COSArray))) {
            to.write(ascii(number(object, known, depth + 1) + " 0 R"));
        } else if (object instanceof COSDictionary dictionary) {
            dictionary(dictionary, "", to, known, depth);
        } else if (object instanceof COSArray array) {
            to.write(ascii("["));
            for (int i = 0; i < array.size(); i++) {
                to.write(' ');
                value(array.get(i), to, known, depth + 1);
            }
            to.write(ascii(" ]"));
        } else {
            scalar(object, to);
        }
    }

    private void dictionary(
            COSDictionary dictionary,
            String more,
            ByteArrayOutputStream to,
            IdentityHashMap<COSBase, Integer> known,
            int depth)
            throws IOException {
        to.write(ascii("<<"));
        for (COSName name : dictionary.keySet().stream().sorted().toList()) {
            to.write(' ');
            name.writePDF(to);
            to.write(' ');
            value(dictionary.getItem(name), to, known, depth + 1);
        }
        to.write(ascii(more + " >>"));
    }

    private static void scalar(@Nullable COSBase object, ByteArrayOutputStream to) throws IOException {
        if (object instanceof COSName name) {
            name.writePDF(to);
        } else if (object instanceof COSInteger integer) {
            integer.writePDF(to);
        } else if (object instanceof COSFloat number) {
            number.writePDF(to);
        } else if (object instanceof COSBoolean bool) {
            bool.writePDF(to);
        } else if (object instanceof COSString string) {
            COSWriter.writeString(string, to);
        } else if (object == null || object instanceof COSNull) {
            to.write(ascii("null"));
        } else {
            throw new IOException(
                    "a page has an object of the kind " + object.getClass().getSimpleName());
        }
    }

    private static String string(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        COSWriter.writeString(new COSString(text, true), out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Counts bytes. */
    private static final class Counted {
        private final OutputStream out;
        private long count;

        Counted(OutputStream out) {
            this.out = out;
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            count += bytes.length;
        }

        void flush() throws IOException {
            out.flush();
        }
    }
}
