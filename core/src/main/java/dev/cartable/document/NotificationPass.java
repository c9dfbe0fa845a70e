package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.FamilyReader.Household;
import dev.cartable.document.FamilyReader.Member;
import dev.cartable.document.NotificationPass.Decision;
import dev.cartable.document.NotifyReportCards.Action;
import dev.cartable.document.NotifyReportCards.Counts;
import dev.cartable.document.NotifyReportCards.Person;
import dev.cartable.document.NotifyReportCards.Step;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over the current report cards of a term, and the people who are notified of them. */
final class NotificationPass implements BulkPass<StoredDocument, Decision, Counts> {
    private static final int CHUNK = 100;

    private final DocumentParts parts;
    private final ReportCardRequest request;
    private final @Nullable Instant newsSince;
    private final FamilyReader families;
    private final Set<Channel> channels;
    private final Map<Action, Long> counts = new EnumMap<>(Action.class);
    private final ContentDigest digest = new ContentDigest();
    private long notices;

    /** @param newsSince only report cards that were released or made after this time; null for all */
    NotificationPass(DocumentParts parts, ReportCardRequest request, @Nullable Instant newsSince) {
        this.parts = parts;
        this.request = requireNonNull(request, "request");
        this.newsSince = newsSince;
        this.families = new FamilyReader(parts);
        this.channels = new TreeSet<>(List.of(Channel.EMAIL, Channel.IN_APP));
        channels.retainAll(parts.channels());
    }

    /**
     * What is done about a report card.
     *
     * @param notices those that are queued
     */
    record Decision(StoredDocument document, Action action, List<Person> people, List<Notice> notices) {
        Step step() {
            return new Step(document.pupil(), document.reportCard().promotion(), document.revision(), action, people);
        }

        static Decision of(StoredDocument document, Action action) {
            return new Decision(document, action, List.of(), List.of());
        }
    }

    /** Everything decided anew. */
    Stream<Step> steps() {
        return Chunks.stream(current(), CHUNK)
                .flatMap(chunk -> decide(chunk).stream())
                .map(Decision::step);
    }

    private Stream<StoredDocument> current() {
        return parts.documentStores()
                .documents()
                .of(request.term())
                .filter(document -> document.replacedBy() == null
                        && (request.promotion() == null
                                || document.reportCard().promotion().equals(request.promotion())));
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
        Map<ClassTerm, Instant> releases = releases(chunk, now);
        List<StoredDocument> released =
                chunk.stream().filter(document -> isNews(document, releases)).toList();
        Map<PupilId, Household> households = families.read(
                released.stream().map(StoredDocument::pupil).collect(Collectors.toSet()),
                parts.school().today(now));
        Addressing addressing = parts.addressing()
                .forPage(households.values().stream()
                        .flatMap(household -> household.members().stream())
                        .map(Member::person)
                        .toList());
        NoticeNumbers<PersonOf> numbers = numbers(released, households);
        return chunk.stream()
                .map(document -> {
                    if (!releases.containsKey(classTerm(document))) {
                        return Decision.of(document, Action.UNRELEASED);
                    }
                    Household household = households.get(document.pupil());
                    return !isNews(document, releases)
                            ? Decision.of(document, Action.KEEP)
                            : household == null
                                    ? Decision.of(document, Action.UNREACHED)
                                    : decide(document, household, addressing, numbers, now);
                })
                .toList();
    }

    /** When each class was released whose report cards families may see. */
    private Map<ClassTerm, Instant> releases(Collection<StoredDocument> documents, Instant now) {
        Set<ClassTerm> classTerms =
                documents.stream().map(NotificationPass::classTerm).collect(Collectors.toSet());
        return parts.grades().releases(classTerms).stream()
                .filter(release -> ReleaseRule.isReleased(release.releasedAt(), now))
                .collect(Collectors.toMap(ReportRelease::classTerm, ReportRelease::releasedAt));
    }

    private static ClassTerm classTerm(StoredDocument document) {
        return document.reportCard().classTerm();
    }

    private boolean isNews(StoredDocument document, Map<ClassTerm, Instant> releases) {
        Instant releasedAt = releases.get(classTerm(document));
        return releasedAt != null
                && (newsSince == null
                        || releasedAt.isAfter(newsSince)
                        || document.createdAt().isAfter(newsSince));
    }

    private Decision decide(
            StoredDocument document,
            Household household,
            Addressing addressing,
            NoticeNumbers<PersonOf> numbers,
            Instant now) {
        List<Person> people = new ArrayList<>();
        List<Notice> queued = new ArrayList<>();
        boolean reached = false;
        for (Member member : household.members()) {
            PersonOf person = new PersonOf(document, member);
            Integer number = numbers.next().get(person);
            if (number == null) {
                reached |= !numbers.dropped().contains(person);
                continue;
            }
            Addressing.Result result = addressing.orElse(member.person(), ReportCardKinds.REPORT_CARD, channels);
            if (result instanceof Addressing.Addressed addressed) {
                reached = true;
                people.add(new Person(member.recipient(), addressed.addresses().keySet(), null));
                queued.addAll(
                        addressed.notices(Notice.draft(ReportCardKinds.REPORT_CARD, NoticeKeys.subject(document), now)
                                .revision(NoticeKeys.revision(document, number))
                                .joinable(!parts.attachesReportCards())));
            } else {
                people.add(new Person(member.recipient(), Set.of(), ((Addressing.Unaddressed) result).reason()));
            }
        }
        Action action = !queued.isEmpty() ? Action.NOTIFY : reached ? Action.KEEP : Action.UNREACHED;
        return new Decision(document, action, people, queued);
    }

    /** A person around the pupil of a document. */
    private record PersonOf(StoredDocument document, Member member) {}

    private NoticeNumbers<PersonOf> numbers(List<StoredDocument> documents, Map<PupilId, Household> households) {
        List<PersonOf> people = new ArrayList<>();
        documents.forEach(document -> {
            Household household = households.get(document.pupil());
            if (household != null) {
                household.members().forEach(member -> people.add(new PersonOf(document, member)));
            }
        });
        return NoticeNumbers.read(
                parts,
                people,
                (one, number) -> NoticeKeys.of(one.document(), one.member().recipient(), number, parts.channels()));
    }

    @Override
    public boolean writes(Decision decision) {
        return decision.action() == Action.NOTIFY;
    }

    @Override
    public boolean keeps(Decision decision) {
        return decision.action() == Action.KEEP;
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
                count(Action.UNRELEASED),
                count(Action.UNREACHED),
                count(Action.FAIL),
                notices);
    }

    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        all.add("report-card-notices", request.term().year(), request.term().name(), request.promotion());
        return all.digest();
    }
}
