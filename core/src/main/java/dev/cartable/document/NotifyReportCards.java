package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.internal.BulkRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notifies pupils, and the guardians who may see them, of report cards that are stored and released. A person is notified once of each
 * revision, however often this runs: the unique keys of notices see to it. People who are reached only later are notified by a later run.
 * A report card that is not released is left for a later run, too.
 *
 * <p>Holds the lease {@value #LEASE}; safe for use by several threads and nodes.
 */
public final class NotifyReportCards {
    /** The name of the lease that a run holds. */
    public static final String LEASE = "report-cards.notify";

    /** How long after its release, or after it was made, a report card is news for {@link #runForNews}. */
    private static final Duration NEWS = Duration.ofDays(31);

    /** The longest time between the making of a report card and its release. */
    private static final Duration MADE = Duration.ofDays(180);

    private final DocumentParts parts;

    NotifyReportCards(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * What is done about one report card.
     *
     * @param people who are notified now, or cannot be reached
     */
    public record Step(
            PupilId pupil, PromotionId promotion, int revision, NotifyAction action, List<NotifiedPerson> people) {
        public Step {
            requireNonNull(pupil, "pupil");
            requireNonNull(promotion, "promotion");
            requireNonNull(action, "action");
            people = List.copyOf(people);
        }

        static Step of(NotificationPass.Decision decision) {
            StoredDocument document = decision.document();
            return new Step(
                    document.pupil(),
                    document.reportCard().promotion(),
                    document.revision(),
                    decision.action(),
                    decision.people());
        }
    }

    /**
     * The numbers of current report cards: {@code input = notified + unchanged + unreleased + unreached + failed}.
     *
     * @param notices how many notices are queued, one for each person and channel
     */
    public record Counts(
            long input, long notified, long unchanged, long unreleased, long unreached, long failed, long notices)
            implements dev.cartable.work.Counts {
        /** Nothing was looked at. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        /** Both together. */
        public Counts plus(Counts other) {
            return new Counts(
                    input + other.input,
                    notified + other.notified,
                    unchanged + other.unchanged,
                    unreleased + other.unreleased,
                    unreached + other.unreached,
                    failed + other.failed,
                    notices + other.notices);
        }
    }

    /** What a run would do now. Writes nothing and takes no lease. */
    public Plan<ReportCardRequest, Counts, Step> plan(ReportCardRequest request) {
        ReportCardNotificationPass survey = BulkRun.plan(new ReportCardNotificationPass(parts, request, null));
        return new Plan<>(
                request,
                survey.counts(),
                survey.digest(),
                () -> new ReportCardNotificationPass(parts, request, null)
                        .decisions()
                        .map(Step::of));
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws dev.cartable.work.PlanChangedException if the data has changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public RunReport<Counts> apply(Plan<ReportCardRequest, Counts, Step> plan) {
        return apply(plan.request(), plan.digest(), step -> {});
    }

    /**
     * Carries out the plan with this digest.
     *
     * @param approved the digest that was approved
     * @param listener is called with each step after the commit of its chunk
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RunReport<Counts> apply(ReportCardRequest request, PlanDigest approved, Consumer<? super Step> listener) {
        return carryOut(request, requireNonNull(approved, "approved"), null, listener);
    }

    /** Plans and carries out at once: as {@link #apply(ReportCardRequest, PlanDigest, Consumer)} with the plan that there is. */
    public RunReport<Counts> run(ReportCardRequest request, Consumer<? super Step> listener) {
        return carryOut(request, null, null, listener);
    }

    /**
     * Notifies people of all report cards that were released, or made, in the last 31 days, one term after the other. What was released
     * and made before the task {@code report-card-notices} began, was switched on again, or before a restore, is left out: the restored
     * database does not know of which report cards people were notified after its backup. {@link #run} notifies of them.
     *
     * @return how much was done for each term, in the order of the terms
     */
    public List<RunReport<Counts>> runForNews(Consumer<? super Step> listener) {
        Instant now = parts.time().instant();
        Instant month = now.minus(NEWS);
        Instant since = parts.reportCardNoticesSince()
                .filter(settled -> settled.isAfter(month))
                .orElse(month);
        Set<Term> terms = ReleaseRule.released(parts.grades(), made(now), now).stream()
                .map(ClassTerm::term)
                .collect(Collectors.toCollection(TreeSet::new));
        List<RunReport<Counts>> reports = new ArrayList<>();
        terms.forEach(term -> reports.add(carryOut(new ReportCardRequest(term, null), null, since, listener)));
        return reports;
    }

    /** Whether there are report cards at all of which {@link #runForNews} may notify people. Costs one query. */
    public boolean hasNews() {
        return !made(parts.time().instant()).isEmpty();
    }

    private Set<ClassTerm> made(Instant now) {
        return parts.documentStores().documents().classTerms(now.minus(MADE));
    }

    private RunReport<Counts> carryOut(
            ReportCardRequest request,
            @Nullable PlanDigest approved,
            @Nullable Instant newsSince,
            Consumer<? super Step> listener) {
        return new BulkRun(parts.transactions(), parts.documentStores().leases(), LEASE, "notifying of report cards")
                .apply(
                        new ReportCardNotificationPass(parts, request, newsSince),
                        new ReportCardNotificationPass(parts, request, newsSince),
                        approved,
                        decision -> listener.accept(Step.of(decision)));
    }
}
