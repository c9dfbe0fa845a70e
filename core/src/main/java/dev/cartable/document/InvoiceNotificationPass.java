package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.FamilyReader.Member;
import dev.cartable.document.InvoiceAudience.Addressees;
import dev.cartable.document.InvoiceNotificationPass.Decision;
import dev.cartable.document.NotifyInvoices.Action;
import dev.cartable.document.NotifyInvoices.Counts;
import dev.cartable.document.NotifyInvoices.Step;
import dev.cartable.document.NotifyReportCards.Person;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over the current documents of invoices, and the people who are notified of them. */
final class InvoiceNotificationPass implements BulkPass<StoredDocument, Decision, Counts> {
    static final Set<DocumentKind> KINDS = Set.of(DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE);

    private static final int CHUNK = 100;

    private final DocumentParts parts;
    private final InvoiceRequest request;
    private final Instant madeSince;
    private final InvoiceAudience audience;
    private final Set<Channel> channels;
    private final Map<Action, Long> counts = new EnumMap<>(Action.class);
    private final ContentDigest digest = new ContentDigest();
    private long notices;

    /** @param madeSince only documents that were made then or later; null for all */
    InvoiceNotificationPass(DocumentParts parts, InvoiceRequest request, @Nullable Instant madeSince) {
        this.parts = parts;
        this.request = requireNonNull(request, "request");
        this.madeSince = madeSince == null ? Instant.EPOCH : madeSince;
        this.audience = new InvoiceAudience(parts);
        this.channels = new TreeSet<>(List.of(Channel.EMAIL, Channel.IN_APP));
        channels.retainAll(parts.channels());
    }

    /**
     * What is done about a document.
     *
     * @param notices those that are queued
     */
    record Decision(StoredDocument document, Action action, List<Person> people, List<Notice> notices) {
        Step step() {
            String payer = document.key().payer();
            return new Step(
                    document.kind(),
                    document.bill().map(BillFacts::number).orElse(""),
                    document.pupil(),
                    payer.isEmpty() ? null : Integer.valueOf(payer),
                    action,
                    people);
        }

        static Decision of(StoredDocument document, Action action) {
            return new Decision(document, action, List.of(), List.of());
        }
    }

    /** Everything decided anew. Close the stream. */
    Stream<Step> steps() {
        Stream<StoredDocument> all = current();
        return Chunks.stream(all, CHUNK)
                .flatMap(chunk -> decide(chunk).stream())
                .map(Decision::step)
                .onClose(all::close);
    }

    private Stream<StoredDocument> current() {
        return parts.documentStores()
                .documents()
                .current(KINDS, madeSince)
                .filter(document -> request.numbers().isEmpty()
                        || document.bill()
                                .filter(bill -> request.numbers().contains(bill.number()))
                                .isPresent());
    }

    @Override
    public int chunk() {
        return CHUNK;
    }

    @Override
    public void read(Consumer<? super StoredDocument> items) {
        try (Stream<StoredDocument> all = current()) {
            all.forEach(items);
        }
    }

    @Override
    public List<Decision> decide(List<StoredDocument> chunk) {
        Instant now = parts.time().instant();
        List<Addressees> all = audience.read(chunk, now);
        List<PersonOf> people = new ArrayList<>();
        all.stream()
                .filter(this::isNews)
                .forEach(one -> one.members().forEach(member -> people.add(new PersonOf(one.document(), member))));
        Addressing addressing = parts.addressing()
                .forPage(people.stream().map(one -> one.member().person()).toList());
        NoticeNumbers<PersonOf> numbers = NoticeNumbers.read(
                parts,
                people,
                (one, number) ->
                        InvoiceNoticeKeys.of(one.document().key(), one.member().recipient(), number, parts.channels()));
        return all.stream()
                .map(one -> isNews(one)
                        ? decide(one, addressing, numbers, now)
                        : Decision.of(one.document(), Action.SETTLED))
                .toList();
    }

    private boolean isNews(Addressees one) {
        LocalDate issuedOn = one.share() == null ? null : one.share().details().issuedOn();
        LocalDate since = request.since();
        return one.isOpen() && (issuedOn == null || since == null || !issuedOn.isBefore(since));
    }

    /** A person who is notified of a document. */
    private record PersonOf(StoredDocument document, Member member) {}

    private Decision decide(Addressees one, Addressing addressing, NoticeNumbers<PersonOf> numbers, Instant now) {
        StoredDocument document = one.document();
        List<Person> people = new ArrayList<>();
        List<Notice> queued = new ArrayList<>();
        boolean reached = false;
        for (Member member : one.members()) {
            PersonOf person = new PersonOf(document, member);
            Integer number = numbers.next().get(person);
            if (number == null) {
                reached |= !numbers.dropped().contains(person);
                continue;
            }
            Addressing.Result result = addressing.orElse(member.person(), InvoiceKinds.INVOICE, channels);
            if (result instanceof Addressing.Addressed addressed) {
                reached = true;
                people.add(new Person(member.recipient(), addressed.addresses().keySet(), null));
                queued.addAll(addressed.notices(
                        Notice.draft(InvoiceKinds.INVOICE, InvoiceNoticeKeys.subject(document.key()), now)
                                .revision(InvoiceNoticeKeys.revision(document.key(), number))));
            } else {
                people.add(new Person(member.recipient(), Set.of(), ((Addressing.Unaddressed) result).reason()));
            }
        }
        Action action = !queued.isEmpty() ? Action.NOTIFY : reached ? Action.KEEP : Action.UNREACHED;
        return new Decision(document, action, people, queued);
    }

    @Override
    public boolean writes(Decision decision) {
        return decision.action() == Action.NOTIFY;
    }

    @Override
    public boolean keeps(Decision decision) {
        return decision.action() == Action.KEEP || decision.action() == Action.SETTLED;
    }

    @Override
    public List<Decision> write(List<Decision> decisions, UnitOfWork transactions) {
        List<Notice> all = decisions.stream()
                .flatMap(decision -> decision.notices().stream())
                .toList();
        Set<NoticeId> added =
                transactions.<Set<NoticeId>>call(tx -> parts.noticeQueue().add(tx, all));
        return decisions.stream()
                .map(decision -> {
                    List<Notice> own = decision.notices().stream()
                            .filter(notice -> added.contains(notice.id()))
                            .toList();
                    return new Decision(
                            decision.document(),
                            own.isEmpty() ? Action.KEEP : Action.NOTIFY,
                            own.isEmpty() ? List.of() : decision.people(),
                            own);
                })
                .toList();
    }

    @Override
    public Decision failed(Decision decision, RuntimeException failure) {
        return new Decision(decision.document(), Action.FAIL, decision.people(), List.of());
    }

    @Override
    public void take(Decision decision) {
        counts.merge(decision.action(), 1L, Long::sum);
        notices += decision.notices().size();
        digest.add(decision.document().id(), decision.action());
        decision.people()
                .forEach(person -> digest.add(
                        decision.document().id(),
                        person.recipient(),
                        new TreeSet<>(person.channels()),
                        String.valueOf(person.reason())));
    }

    private long count(Action action) {
        return counts.getOrDefault(action, 0L);
    }

    @Override
    public Counts counts() {
        return new Counts(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                count(Action.NOTIFY),
                count(Action.KEEP),
                count(Action.SETTLED),
                count(Action.UNREACHED),
                count(Action.FAIL),
                notices);
    }

    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        all.add("invoice-notices", request.since(), new TreeSet<>(request.numbers()));
        return all.digest();
    }
}
