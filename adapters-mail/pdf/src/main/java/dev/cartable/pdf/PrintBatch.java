package dev.cartable.pdf;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.jspecify.annotations.Nullable;

/**
 * Many PDF documents in one file, for a printer. An empty page follows each document with an odd number of pages, so that the next one
 * begins on a sheet of its own when both sides are printed. Pictures that many documents have stand in the file once. The file is for
 * paper: it has no tags. The documents are kept in memory until it is closed, about half a megabyte
 * each. Used by one thread.
 */
public final class PrintBatch implements Closeable {
    private final PDDocument batch = new PDDocument();
    private final List<PDDocument> documents = new ArrayList<>();
    private final Map<String, COSStream> pictures = new HashMap<>();

    /**
     * Adds a document.
     *
     * @throws IOException if it is no PDF
     */
    public void add(byte[] pdf) throws IOException {
        PDDocument document = Loader.loadPDF(pdf);
        documents.add(document);
        for (PDPage page : document.getPages()) {
            COSDictionary content = page.getCOSObject();
            content.removeItem(COSName.STRUCT_PARENTS);
            content.removeItem(COSName.ANNOTS);
            if (page.getResources() != null) {
                sharePictures(page.getResources().getCOSObject().getCOSDictionary(COSName.XOBJECT));
            }
            batch.addPage(page);
        }
        if (document.getNumberOfPages() % 2 == 1) {
            batch.addPage(new PDPage(document.getPage(0).getMediaBox()));
        }
    }

    private void sharePictures(@Nullable COSDictionary objects) throws IOException {
        if (objects == null) {
            return;
        }
        for (COSName name : List.copyOf(objects.keySet())) {
            if (objects.getDictionaryObject(name) instanceof COSStream stream
                    && COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE))) {
                objects.setItem(name, pictures.computeIfAbsent(key(stream), any -> stream));
            }
        }
    }

    private static String key(COSStream picture) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(picture.createRawInputStream(), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            COSStream mask = picture.getCOSStream(COSName.SMASK);
            return picture.getInt(COSName.WIDTH) + " " + picture.getInt(COSName.HEIGHT) + " "
                    + HexFormat.of().formatHex(digest.digest()) + (mask == null ? "" : " " + key(mask));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    /** How many pages the file has, the empty ones included. */
    public int pages() {
        return batch.getNumberOfPages();
    }

    /**
     * Writes the file, and leaves the stream open.
     *
     * @throws IllegalStateException if there is no document in it
     * @throws IOException if the stream cannot be written
     */
    public void write(OutputStream out) throws IOException {
        if (pages() == 0) {
            throw new IllegalStateException("there is no document to print");
        }
        batch.getDocumentInformation().setProducer("Cartable");
        batch.setDocumentId((long) pages());
        batch.save(out);
    }

    @Override
    public void close() throws IOException {
        for (PDDocument document : documents) {
            document.close();
        }
        batch.close();
    }
}
