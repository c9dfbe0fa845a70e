package dev.cartable.pdf;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/**
 * Many PDF documents in one file, for a printer. An empty page follows each document with an odd number of pages, so that the next one
 * begins on a sheet of its own when both sides are printed. The file is for paper: it has no tags. It is kept in a temporary file until
 * it is written. Used by one thread.
 */
public final class PrintBatch implements Closeable {
    private final PDDocument batch = new PDDocument(IOUtils.createTempFileOnlyStreamCache());
    private final PDFMergerUtility merger = new PDFMergerUtility();

    /**
     * Adds a document.
     *
     * @throws IOException if it is no PDF, or the temporary file cannot be written
     */
    public void add(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            document.getDocumentCatalog().getCOSObject().removeItem(COSName.STRUCT_TREE_ROOT);
            document.getDocumentCatalog().getCOSObject().removeItem(COSName.MARK_INFO);
            document.getPages().forEach(page -> page.getCOSObject().removeItem(COSName.STRUCT_PARENTS));
            int pages = document.getNumberOfPages();
            merger.appendDocument(batch, document);
            if (pages % 2 == 1) {
                batch.addPage(new PDPage(document.getPage(0).getMediaBox()));
            }
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

    /** Deletes the temporary file. */
    @Override
    public void close() throws IOException {
        batch.close();
    }
}
