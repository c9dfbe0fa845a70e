package dev.cartable.pdf;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.bidi.support.ICUBreakers;
import com.openhtmltopdf.extend.FSStream;
import com.openhtmltopdf.extend.FSTextBreaker;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.TextDirection;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.Diagnostic;
import com.openhtmltopdf.util.XRLog;
import com.openhtmltopdf.util.XRLogger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.zip.CRC32;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Makes a tagged PDF of an XHTML document. The document reaches the built-in fonts and the pictures that are passed with it, as
 * {@code picture:name}, and nothing else: no file, no network, no entity. The same document and pictures give the same bytes. A
 * document that takes too long is given up. Safe for use by several threads.
 */
final class PdfEngine {
    private static final String SCHEME = "picture";
    private static final long STACK = 4L << 20;
    private static final int MOST_PAGES = 500;
    private static final int MOST_ELEMENTS = 200_000;
    private static final int MOST_SPANNED = 1_000;
    private static final int DEEPEST = 200;

    /** There are no other fonts: a text in one that is missing would be left out. */
    private static final String BASE = "* { font-family: 'Noto Sans', 'Noto Naskh Arabic' !important; }"
            + " @page { font-family: 'Noto Sans', 'Noto Naskh Arabic' !important; }";

    /** What stands for a letter that the fonts lack. */
    private static final String MISSING = "\uFFFD";

    /** Documents that were given up and do not end. */
    private static final AtomicInteger ENDLESS = new AtomicInteger();

    private static final int MOST_ENDLESS = 3;

    static {
        XRLog.listRegisteredLoggers(); // sets up the library's log, so that what the host has chosen is kept for its
        // own documents
        XRLog.setLoggerImpl(new QuietLog(XRLog.getLoggerImpl()));
    }

    private static final DocumentBuilderFactory PARSERS = parsers();

    private final Duration limit;
    private final Fonts fonts = Fonts.BUILT_IN;

    PdfEngine(Duration limit) {
        this.limit = limit;
    }

    private static DocumentBuilderFactory parsers() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            // Java 24 and later have a limit of their own, whose message is no help: requireModest looks.
            factory.setAttribute("jdk.xml.maxElementDepth", "0");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser lacks a feature", e);
        }
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        factory.setNamespaceAware(true);
        return factory;
    }

    /**
     * Parses a document.
     *
     * @param name of the template, for messages
     * @throws DocumentException if it is not well-formed, or declares a document type
     */
    static Document parse(String name, String xhtml) {
        try {
            DocumentBuilder parser;
            synchronized (PARSERS) {
                parser = PARSERS.newDocumentBuilder();
            }
            parser.setErrorHandler(new Strict());
            return parser.parse(new InputSource(new StringReader(xhtml)));
        } catch (SAXException e) {
            String line = e instanceof SAXParseException at ? String.valueOf(at.getLineNumber()) : "?";
            throw new DocumentException(
                    "DOCUMENT_XML",
                    Map.of("file", name, "line", line, "detail", String.valueOf(e.getMessage())),
                    "line " + line + " of the document " + name + " is not well-formed XHTML: " + e.getMessage(),
                    e);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("a text in memory cannot be parsed", e);
        }
    }

    /**
     * Makes a PDF.
     *
     * @param name of the template, for messages
     * @param pictures by the names that the document calls them
     * @throws DocumentException if the document has a fault, refers to something else, or takes too long
     */
    byte[] write(String name, String xhtml, Map<String, byte[]> pictures) {
        Document document = parse(name, xhtml);
        requireModest(name, document.getDocumentElement());
        setBaseStyle(document);
        if (ENDLESS.get() >= MOST_ENDLESS) {
            throw tooSlow(name);
        }
        CRC32 sum = new CRC32();
        sum.update(xhtml.getBytes(StandardCharsets.UTF_8));
        Job job = new Job(document, pictures, sum.getValue());
        FutureTask<byte[]> task = new FutureTask<>(job::run);
        Thread thread = new LayoutThread(task);
        thread.start();
        byte[] pdf = await(name, task, job);
        String refused = job.refused.get();
        if (refused != null) {
            throw new DocumentException(
                    "DOCUMENT_REFERENCE",
                    Map.of("file", name, "address", refused),
                    "the document " + name + " refers to " + refused + ", which documents cannot reach");
        }
        return pdf;
    }

    private byte[] await(String name, FutureTask<byte[]> task, Job job) {
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            job.giveUp();
            throw tooSlow(name);
        } catch (InterruptedException e) {
            job.giveUp();
            Thread.currentThread().interrupt();
            throw new DocumentException(
                    "DOCUMENT_INTERRUPTED", Map.of("file", name), "the document " + name + " was interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DocumentException(
                    "DOCUMENT_LAYOUT",
                    Map.of("file", name, "detail", String.valueOf(cause)),
                    "the document " + name + " cannot be laid out: " + cause,
                    cause);
        }
    }

    private DocumentException tooSlow(String name) {
        String seconds = String.valueOf(limit.toSeconds());
        return new DocumentException(
                "DOCUMENT_TOO_SLOW",
                Map.of("file", name, "seconds", seconds),
                "the document " + name + " was not laid out within " + seconds + " s, and was given up");
    }

    /**
     * The library takes a number of columns at its word, and the depth from the stack.
     *
     * @throws DocumentException if there are too many elements, they are too deep, or a cell is too wide
     */
    private static void requireModest(String name, Element root) {
        int elements = 0;
        int depth = 1;
        Node node = root;
        while (node != null) {
            if (node instanceof Element element) {
                elements++;
                if (elements > MOST_ELEMENTS
                        || depth > DEEPEST
                        || isLarge(element.getAttribute("colspan"))
                        || isLarge(element.getAttribute("rowspan"))
                        || isLarge(element.getAttribute("span"))) {
                    String what = element.getTagName();
                    throw new DocumentException(
                            "DOCUMENT_TOO_LARGE",
                            Map.of("file", name, "element", what),
                            "the document " + name + " has too many elements, too many within each other, or too wide a"
                                    + " cell, at an element <" + what + ">");
                }
            }
            Node next = node.getFirstChild();
            if (next != null) {
                depth++;
            }
            while (next == null && node != null && node != root) {
                next = node.getNextSibling();
                if (next == null) {
                    node = node.getParentNode();
                    depth--;
                }
            }
            node = next;
        }
    }

    private static boolean isLarge(String span) {
        String number = span.strip();
        return !number.isEmpty()
                && (number.length() > 4
                        || !number.chars().allMatch(c -> c >= '0' && c <= '9')
                        || Integer.parseInt(number) > MOST_SPANNED);
    }

    private static void setBaseStyle(Document document) {
        NodeList heads = document.getElementsByTagNameNS("*", "head");
        if (heads.getLength() > 0 && heads.item(0) instanceof Element head) {
            Element style = document.createElementNS(head.getNamespaceURI(), "style");
            style.appendChild(document.createTextNode(BASE));
            head.insertBefore(style, head.getFirstChild());
        }
    }

    /** One document. */
    private final class Job {
        private final Document document;
        private final Map<String, byte[]> pictures;
        private final long id;
        private final AtomicReference<@Nullable String> refused = new AtomicReference<>();
        private volatile boolean givenUp;
        private boolean ended;

        Job(Document document, Map<String, byte[]> pictures, long id) {
            this.document = document;
            this.pictures = pictures;
            this.id = id;
        }

        byte[] run() throws IOException {
            try {
                return layOut();
            } finally {
                synchronized (this) {
                    ended = true;
                    if (givenUp) {
                        ENDLESS.decrementAndGet();
                    }
                }
            }
        }

        synchronized void giveUp() {
            if (!ended) {
                givenUp = true;
                ENDLESS.incrementAndGet();
            }
        }

        private byte[] layOut() throws IOException {
            String language = document.getDocumentElement().getAttribute("lang");
            boolean rightToLeft =
                    document.getDocumentElement().getAttribute("dir").equals("rtl");
            PdfRendererBuilder builder = new PdfRendererBuilder();
            fonts.addTo(builder);
            builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
            builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
            builder.useUnicodeLineBreaker(new Watched(new ICUBreakers.ICULineBreaker(Locale.forLanguageTag(language))));
            builder.defaultTextDirection(rightToLeft ? TextDirection.RTL : TextDirection.LTR);
            builder.useUriResolver((base, uri) -> {
                goOn();
                return uri;
            });
            builder.useProtocolsStreamImplementation(this::open, SCHEME);
            builder.useExternalResourceAccessControl(
                    (uri, type) -> isPicture(uri), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
            builder.useExternalResourceAccessControl(
                    (uri, type) -> isPicture(uri), ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
            builder.usePageSupplier((pdf, width, height, page, shadow) -> page(pdf, width, height));
            builder.useReplacementText(MISSING);
            builder.usePdfUaAccessibility(true);
            builder.withProducer("Cartable");
            builder.withW3cDocument(document, SCHEME + ":");
            try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
                    PDDocument pdf = renderer.createPDFKeepOpen()) {
                goOn();
                pdf.getDocumentInformation().getCOSObject().removeItem(COSName.CREATION_DATE);
                pdf.getDocumentInformation().getCOSObject().removeItem(COSName.MOD_DATE);
                pdf.setDocumentId(id);
                ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
                pdf.save(out);
                return out.toByteArray();
            }
        }

        private PDPage page(PDDocument pdf, float width, float height) {
            goOn();
            if (pdf.getNumberOfPages() == MOST_PAGES) {
                throw new IllegalStateException("it has more than " + MOST_PAGES + " pages");
            }
            PDPage page = new PDPage(new PDRectangle(width, height));
            pdf.addPage(page);
            return page;
        }

        private boolean isPicture(@Nullable String uri) {
            goOn();
            if (uri != null && uri.startsWith(SCHEME + ":") && pictures.containsKey(name(uri))) {
                return true;
            }
            refused.compareAndSet(null, uri == null ? "?" : uri.length() > 200 ? uri.substring(0, 200) : uri);
            return false;
        }

        private static String name(String uri) {
            return uri.substring(SCHEME.length() + 1);
        }

        private FSStream open(String uri) {
            byte[] bytes = pictures.getOrDefault(name(uri), new byte[0]);
            return new FSStream() {
                @Override
                public InputStream getStream() {
                    return new ByteArrayInputStream(bytes);
                }

                @Override
                public Reader getReader() {
                    return new InputStreamReader(getStream(), StandardCharsets.UTF_8);
                }
            };
        }

        private void goOn() {
            if (givenUp) {
                throw new IllegalStateException("the document was given up");
            }
        }

        /** A line breaker that ends a document which was given up: each text is broken into lines. */
        private final class Watched implements FSTextBreaker {
            private final FSTextBreaker breaker;

            Watched(FSTextBreaker breaker) {
                this.breaker = breaker;
            }

            @Override
            public int next() {
                goOn();
                return breaker.next();
            }

            @Override
            public void setText(String text) {
                goOn();
                breaker.setText(text);
            }
        }
    }

    /** A thread that lays out one document. */
    private static final class LayoutThread extends Thread {
        LayoutThread(Runnable task) {
            super(null, task, "cartable-pdf", STACK);
            setDaemon(true);
        }
    }

    /** Leaves out what the library says about our documents: it says much, also what stands in them. */
    private static final class QuietLog implements XRLogger {
        private final XRLogger host;

        QuietLog(XRLogger host) {
            this.host = host;
        }

        @Override
        public boolean isLogLevelEnabled(Diagnostic diagnostic) {
            return !(Thread.currentThread() instanceof LayoutThread) && host.isLogLevelEnabled(diagnostic);
        }

        @Override
        public void log(String where, Level level, String message) {
            if (!(Thread.currentThread() instanceof LayoutThread)) {
                host.log(where, level, message);
            }
        }

        @Override
        public void log(String where, Level level, String message, Throwable cause) {
            if (!(Thread.currentThread() instanceof LayoutThread)) {
                host.log(where, level, message, cause);
            }
        }

        @Override
        public void setLevel(String logger, Level level) {
            host.setLevel(logger, level);
        }
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
