package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Details;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A school with the invoices of two pupils: Ali's parents live apart and pay three and two parts of five, Binta's parent pays all. */
final class InvoiceSchool {
    static final PupilId ALI = new PupilId("P1");
    static final PupilId BINTA = new PupilId("P2");
    static final GuardianId MOTHER = new GuardianId("G1");
    static final GuardianId FATHER = new GuardianId("G2");
    static final GuardianId PARENT = new GuardianId("G3");
    static final GuardianId BARRED = new GuardianId("G4");
    static final LocalDate ISSUED = LocalDate.of(2026, 11, 28);
    static final LocalDate DUE = LocalDate.of(2026, 12, 15);

    /** Ali's, of the mother, the father and a sponsor. */
    static final String SPLIT = "2026-00001";

    /** Binta's, which names no payers. */
    static final String WHOLE = "2026-00002";

    final Map<String, Invoice> invoices = new TreeMap<>();
    final Set<String> unrenderable = new HashSet<>();
    final List<RenderedNotice> sent = new ArrayList<>();
    final InMemoryStores stores;
    final Path vault;
    Instant now = Instant.parse("2026-12-01T08:00:00Z");
    String layout = "";
    boolean attached;
    Fallbacks fallbacks = Fallbacks.defaults();
    Runnable whileRendering = () -> {};
    List<Family> families;

    InvoiceSchool(Path folder) {
        this.vault = folder.resolve("vault");
        this.stores = new InMemoryStores(() -> now);
        this.families = families(true);
        bill(SPLIT, ALI, "1000", mother(3), father(2));
        bill(WHOLE, BINTA, "500");
    }

    /** @param enrolled whether Ali is */
    static List<Family> families(boolean enrolled) {
        Pupil ali = pupil(ALI, "Ali", "Diallo", enrolled);
        Pupil binta = pupil(BINTA, "Binta", "Bâ", true);
        return List.of(
                family(MOTHER, "mother@example.org", ali, true),
                family(FATHER, "father@example.org", ali, true),
                family(PARENT, "parent@example.org", binta, true),
                family(BARRED, "barred@example.org", binta, false));
    }

    static Pupil pupil(PupilId id, String given, String family, boolean enrolled) {
        return new Pupil(id, new PersonName(given, family), new PromotionId("6A"), null, enrolled);
    }

    static Family family(GuardianId guardian, @Nullable String email, Pupil pupil, boolean maySee) {
        return new Family(
                new Guardian(guardian, new PersonName("Parent", guardian.value()), email, null, null),
                List.of(new Family.Ward(
                        pupil,
                        new Guardianship(
                                guardian,
                                pupil.id(),
                                Guardianship.Relation.PARENT,
                                false,
                                maySee,
                                false,
                                null,
                                null))));
    }

    static Payer mother(long parts) {
        return new Payer(1, MOTHER, "Mme Mère", List.of("1 rue du Port", "Conakry"), parts);
    }

    static Payer father(long parts) {
        return new Payer(2, FATHER, "M. Père", List.of(), parts);
    }

    void bill(String number, PupilId pupil, String amount, Payer... payers) {
        put(new Invoice(
                "id-" + number,
                number,
                pupil,
                Currency.getInstance("MAD"),
                Invoice.State.ISSUED,
                List.of(new Instalment(1, DUE, new BigDecimal(amount))),
                List.of(),
                null,
                false,
                new Details(Invoice.Type.INVOICE, ISSUED, List.of(), List.of(payers), null)));
    }

    void put(Invoice invoice) {
        invoices.put(invoice.id(), invoice);
    }

    void change(String number, UnaryOperator<Invoice> change) {
        put(change.apply(invoice(number)));
    }

    Invoice invoice(String number) {
        return requireNonNull(invoices.get("id-" + number), number);
    }

    void pay(String number, String id, String amount, @Nullable Integer payer) {
        change(number, invoice -> {
            List<Payment> all = new ArrayList<>(invoice.payments());
            all.add(new Payment(id, LocalDate.of(2026, 12, 1), new BigDecimal(amount), payer, null));
            return invoice.withPayments(all);
        });
    }

    static Invoice with(Invoice invoice, Invoice.State state, @Nullable LocalDate promisedFor, Details details) {
        return new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                state,
                invoice.instalments(),
                invoice.payments(),
                promisedFor,
                false,
                details);
    }

    Cartable cartable() {
        return builder().documentVault(new DirectoryDocuments(vault)).build();
    }

    CartableBuilder builder() {
        return Cartable.builder()
                .stores(stores)
                .roster(Roster.of(families))
                .key(HostKey.of(new byte[32]))
                .school("École")
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .reminders(settings -> settings.withSite(URI.create("https://school.example")))
                .courier(new Postbox())
                .fallbacks(fallbacks)
                .invoices(new ListedInvoices())
                .attachInvoices(attached)
                .invoiceRenderer(new TextInvoices());
    }

    DocumentCounts generate() {
        return cartable()
                .documents()
                .generateInvoices()
                .run(InvoiceRequest.all(), step -> {})
                .counts();
    }

    /** The documents about a pupil, as text: revision and what stands in the file. */
    List<String> texts(PupilId pupil) {
        return stores.documents().of(pupil).stream().map(this::text).toList();
    }

    String text(StoredDocument document) {
        try {
            return Files.readString(file(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(StoredDocument document) {
        return vault.resolve(document.sha256().substring(0, 2)).resolve(document.sha256());
    }

    Set<String> files() {
        try {
            return Set.copyOf(new DirectoryDocuments(vault).list());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what is due, and returns the addresses. */
    List<String> send() {
        sent.clear();
        cartable().notices().dispatch().drain();
        return sent.stream().map(notice -> notice.address().value()).toList();
    }

    RenderedNotice mail(String address) {
        return sent.stream()
                .filter(notice -> notice.address().value().equals(address))
                .findFirst()
                .orElseThrow();
    }

    Set<String> reasons() {
        try (var all = stores.outbox().history(NoticeFilter.all().in(NoticeState.SUPPRESSED))) {
            return all.map(entry -> String.valueOf(entry.reason())).collect(Collectors.toSet());
        }
    }

    private final class ListedInvoices implements Invoices {
        @Override
        public Stream<Invoice> dueBefore(LocalDate day) {
            return invoices.values().stream().filter(invoice -> invoice.state() == Invoice.State.ISSUED);
        }

        @Override
        public List<Invoice> invoices(Collection<String> ids) {
            return all(invoice -> ids.contains(invoice.id()));
        }

        @Override
        public List<Invoice> numbered(Collection<String> numbers) {
            return issued(invoice -> numbers.contains(invoice.number()));
        }

        @Override
        public List<Invoice> of(Collection<PupilId> pupils) {
            return issued(invoice -> pupils.contains(invoice.pupil()));
        }

        @Override
        public List<Invoice> paidBy(GuardianId guardian) {
            return issued(invoice ->
                    invoice.details().payers().stream().anyMatch(payer -> guardian.equals(payer.guardian())));
        }

        @Override
        public Stream<Invoice> issued(@Nullable LocalDate since) {
            return issued(invoice -> since == null
                            || invoice.details().issuedOn() == null
                            || !invoice.details().issuedOn().isBefore(since))
                    .stream();
        }

        private List<Invoice> issued(Predicate<Invoice> condition) {
            return all(invoice -> invoice.state() != Invoice.State.DRAFT && condition.test(invoice));
        }

        private List<Invoice> all(Predicate<Invoice> condition) {
            return invoices.values().stream().filter(condition).toList();
        }
    }

    /** Writes texts in place of PDF. */
    private final class TextInvoices implements InvoiceRenderer {
        @Override
        public String mediaType() {
            return "text/plain";
        }

        @Override
        public String fileExtension() {
            return "txt";
        }

        @Override
        public void render(InvoiceDocument shown, @Nullable DocumentCode code, Locale language, OutputStream out)
                throws IOException {
            whileRendering.run();
            Invoice invoice = shown.invoice();
            if (unrenderable.contains(invoice.number())) {
                throw new IOException("no font for " + invoice.number());
            }
            write(
                    out,
                    invoice.details().type() + " " + invoice.number() + " r" + shown.revision() + " "
                            + shown.pupil().full() + " for " + names(invoice) + ": " + invoice.remaining() + " of "
                            + invoice.total() + layout);
        }

        @Override
        public void render(ReceiptDocument shown, @Nullable DocumentCode code, Locale language, OutputStream out)
                throws IOException {
            write(
                    out,
                    "RECEIPT " + shown.invoice().number() + " r" + shown.revision() + " "
                            + shown.payment().amount() + " by " + names(shown.invoice()) + ", left "
                            + shown.remaining());
        }

        @Override
        public void render(FamilyStatement statement, Locale language, OutputStream out) throws IOException {
            write(
                    out,
                    statement.payer() + ": "
                            + statement.entries().stream()
                                    .map(entry -> entry.invoice().number() + " "
                                            + entry.invoice().remaining())
                                    .toList());
        }

        private static String names(Invoice invoice) {
            return invoice.details().payers().stream().map(Payer::name).toList().toString();
        }

        private static void write(OutputStream out, String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final class Postbox implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            sent.add(notice);
            return new Delivery.Sent("250 ok");
        }

        @Override
        public void release() {}
    }
}
