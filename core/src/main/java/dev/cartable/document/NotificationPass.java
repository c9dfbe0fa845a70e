package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.FamilyReader.Member;
import dev.cartable.document.NotificationPass.Decision;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.work.Counts;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pass over current documents of a kind, and the people who are notified of them.
 *
 * @param <C> what is counted
 */
abstract class NotificationPass<C extends Counts> implements BulkPass<StoredDocument, Decision, C> {
    private static final int CHUNK = 100;

    private final DocumentParts parts;
    private final Kind kind;
    private final Set<Channel> channels;
    private final Map<NotifyAction, Long> counts = new EnumMap<>(NotifyAction.class);
    private final ContentDigest digest = new ContentDigest();
    private long notices;

    /** @param kind that of the notices */
    NotificationPass(DocumentParts parts, Kind kind) {
        this.parts = requireNonNull(parts, "parts");
        this.kind = requireNonNull(kind, "kind");
        this.channels = new TreeSet<>(List.of(Channel.EMAIL, Channel.IN_APP));
        channels.retainAll(parts.channels());
    }

    /** The documents that are looked at. Close the stream. */
    abstract Stream<StoredDocument> current();

    /** Whom each document of a chunk concerns, in their order. */
    abstract List<Audience> audiences(List<StoredDocument> chunk, Instant now);

    /** What names the {@code number}-th notices of a document. */
    abstract String revision(StoredDocument document, int number);

    /** Whether a notice may go in one message with others. */
    abstract boolean isJoinable();

    /** Adds what was asked for, so that the plan of another request is another one. */
    abstract void addRequest(ContentDigest all);

    /**
     * Whom a document concerns.
     *
     * @param closed what is done about it where nobody is notified; null if its people are
     */
    record Audience(StoredDocument document, @Nullable NotifyAction closed, List<Member> members) {}

    /**
     * What is done about a document.
     *
     * @param notices those that are queued
     */
    record Decision(StoredDocument document, NotifyAction action, List<NotifiedPerson> people, List<Notice> notices) {}

    /** Everything decided anew. Close the stream. */
    Stream<Decision> decisions() {
        Stream<StoredDocument> all = current();
        return Chunks.stream(all, CHUNK)
                .flatMap(chunk -> decide(chunk).stream())
                .onClose(all::close);
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

    /** A person whom a document concerns. */
    private record PersonOf(StoredDocument document, Member member) {}

    @Override
    public List<Decision> decide(List<StoredDocument> chunk) {
        Instant now = parts.time().instant();
        List<Audience> audiences = audiences(chunk, now);
        List<PersonOf> people = audiences.stream()
                .filter(audience -> audience.closed() == null)
                .flatMap(audience ->
                        audience.members().stream().map(member -> new PersonOf(audience.document(), member)))
                .toList();
        Addressing addressing = parts.addressing()
                .forPage(people.stream().map(one -> one.member().person()).toList());
        NoticeNumbers<PersonOf> numbers = NoticeNumbers.read(
                parts,
                people,
                (one, number) -> NoticeKeys.of(
                        kind,
                        one.document().pupil(),
                        revision(one.document(), number),
                        one.member().recipient(),
                        parts.channels()));
        return audiences.stream()
                .map(audience -> audience.closed() == null
                        ? decide(audience, addressing, numbers, now)
                        : new Decision(audience.document(), audience.closed(), List.of(), List.of()))
                .toList();
    }

    private Decision decide(Audience audience, Addressing addressing, NoticeNumbers<PersonOf> numbers, Instant now) {
        StoredDocument document = audience.document();
        List<NotifiedPerson> people = new ArrayList<>();
        List<Notice> queued = new ArrayList<>();
        boolean reached = false;
        for (Member member : audience.members()) {
            PersonOf person = new PersonOf(document, member);
            Integer number = numbers.next().get(person);
            if (number == null) {
                reached |= !numbers.dropped().contains(person);
                continue;
            }
            Addressing.Result result = addressing.orElse(member.person(), kind, channels);
            if (result instanceof Addressing.Addressed addressed) {
                reached = true;
                people.add(new NotifiedPerson(
                        member.recipient(), addressed.addresses().keySet(), null));
                queued.addAll(addressed.notices(Notice.draft(kind, NoticeKeys.subject(document.pupil()), now)
                        .revision(revision(document, number))
                        .joinable(isJoinable())));
            } else {
                people.add(
                        new NotifiedPerson(member.recipient(), Set.of(), ((Addressing.Unaddressed) result).reason()));
            }
        }
        NotifyAction action =
                !queued.isEmpty() ? NotifyAction.NOTIFY : reached ? NotifyAction.KEEP : NotifyAction.UNREACHED;
        return new Decision(document, action, people, queued);
    }

    @Override
    public boolean writes(Decision decision) {
        return decision.action() == NotifyAction.NOTIFY;
    }

    @Override
    public boolean keeps(Decision decision) {
        return decision.action() == NotifyAction.KEEP || decision.action() == NotifyAction.SETTLED;
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
                            own.isEmpty() ? NotifyAction.KEEP : NotifyAction.NOTIFY,
                            own.isEmpty() ? List.of() : decision.people(),
                            own);
                })
                .toList();
    }

    @Override
    public Decision failed(Decision decision, RuntimeException failure) {
        return new Decision(decision.document(), NotifyAction.FAIL, decision.people(), List.of());
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

    /** How many documents this was done about. */
    final long count(NotifyAction action) {
        return counts.getOrDefault(action, 0L);
    }

    /** How many documents were looked at. */
    final long input() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many notices are queued. */
    final long notices() {
        return notices;
    }

    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        addRequest(all);
        return all.digest();
    }
}
