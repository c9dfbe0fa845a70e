package dev.cartable.tck;

import static dev.cartable.tck.FilledSchool.GUARDIAN;
import static dev.cartable.tck.FilledSchool.NEIGHBOUR;
import static dev.cartable.tck.FilledSchool.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Stores;
import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.privacy.ApplyRetention;
import dev.cartable.privacy.ApplyRetention.Counts;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.quota.model.AuditFinding;
import dev.cartable.quota.model.Session;
import dev.cartable.reminder.model.Hold;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That what need not be kept is gone after two years and more, and that nothing is which something else still needs. */
public abstract class RetentionContract extends StoresContract<Stores> {
    @Test
    void afterFourYearsEveryKindIsRemovedAndASecondRunFindsNothing() {
        try (FilledSchool school = old()) {
            Counts planned = school.cartable().privacy().retention().plan();
            assertThat(planned.removed())
                    .as("every kind has something to remove")
                    .allSatisfy(
                            (kind, rows) -> assertThat(rows).as(kind.option()).isPositive());
            assertThat(school.cartable().privacy().retention().plan())
                    .as("a plan writes nothing")
                    .isEqualTo(planned);

            assertThat(school.cartable().privacy().retention().run()).isEqualTo(planned);

            assertNothingLeft(school);
            assertThat(stores().reminders().holds(LocalDate.of(2000, 1, 1)))
                    .as("what nobody has decided about stays")
                    .extracting(Hold::state)
                    .containsExactly(Hold.State.OPEN);
            assertThat(days())
                    .as("the last years stay")
                    .isNotEmpty()
                    .allMatch(day -> day.isAfter(LocalDate.of(2027, 8, 1)));
        }
    }

    @Test
    void anOldInvoiceLosesItsNamesAndKeepsItsNumbers() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            Invoice before = invoice();

            school.cartable().privacy().retention().run();

            Invoice after = invoice();
            assertThat(after.toString()).doesNotContain("Camara", "rue des", "kadiatou@", PupilRecords.FORMER.value());
            assertThat(after.number()).isEqualTo(before.number());
            assertThat(after.total()).isEqualTo(before.total());
            assertThat(after.paid()).isEqualTo(before.paid());
            assertThat(after.details().lines()).isEqualTo(before.details().lines());
            assertThat(after.details().issuedOn()).isEqualTo(before.details().issuedOn());
        }
    }

    private Invoice invoice() {
        return stores().issuedInvoices().invoices(List.of("old-1")).get(0);
    }

    @Test
    void aRunThatIsInterruptedAnywhereIsSimplyRunAgain() {
        try (FilledSchool school = old()) {
            Counts planned = school.cartable().privacy().retention().plan();
            AtomicInteger chunks = new AtomicInteger();
            assertThatExceptionOfType(Killed.class)
                    .isThrownBy(() -> school.cartable().privacy().retention().run(kind -> {
                        if (chunks.incrementAndGet() == 9) {
                            throw new Killed();
                        }
                    }));

            Counts rest = school.cartable().privacy().retention().plan();
            assertThat(sum(rest)).isPositive().isLessThan(sum(planned));
            assertThat(school.cartable().privacy().retention().run()).isEqualTo(rest);
            assertNothingLeft(school);
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void whatWaitsAndWhatIsBeingSentKeepsItsAddressAndNothingIsSentTwice() {
        try (FilledSchool school = old()) {
            school.cartable().accounts().notifyParent(school.account(GUARDIAN), "Attente", "depuis des années");
            school.pass(Duration.ofDays(1_000));
            List<Notice> sent = entries().stream()
                    .filter(entry -> entry.state() == NoticeState.SENT)
                    .map(Notice.Entry::notice)
                    .toList();
            assertThat(sent).isNotEmpty();
            List<Counts> beside = new ArrayList<>();
            school.whileSending(
                    () -> beside.add(school.cartable().privacy().retention().run()));

            school.cartable().notices().dispatch().drain();

            assertThat(beside).isNotEmpty();
            assertThat(school.delivered())
                    .last()
                    .satisfies(mail -> assertThat(mail).contains("depuis des années"));
            assertThat(school.delivered())
                    .last()
                    .satisfies(mail -> assertThat(mail).contains(FilledSchool.MAIL));
            assertThat(this.<Set<?>>call(tx -> stores().outbox().add(tx, sent)))
                    .as("keys stay")
                    .isEmpty();
            assertThat(entries())
                    .filteredOn(entry -> entry.state() == NoticeState.SENT
                            && entry.notice().queuedAt().isBefore(school.now.minus(Duration.ofDays(90)))
                            && !entry.notice().variables().containsValue("depuis des années"))
                    .isNotEmpty()
                    .allMatch(entry -> entry.notice().address().equals(Address.DELETED) && entry.reason() == null);
        }
    }

    @Test
    void countersAreStillProvenAMigrationCanBeTakenBackAndNoAlertFiresAgain() {
        try (FilledSchool school = old()) {
            List<Object> before = audit(school);
            long migrated = school.cartable()
                    .quotas()
                    .migrate()
                    .planRollback(school.unheard())
                    .migrated();
            school.use(USER, "late", 900);
            school.cartable().alerts().evaluate().run(step -> {});
            String profile = String.valueOf(school.profileOf(USER, school.now));

            school.cartable().privacy().retention().run();

            assertThat(before).isEmpty();
            assertThat(audit(school)).isEmpty();
            assertThat(school.cartable().alerts().evaluate().run(step -> {}).fired())
                    .isZero();
            assertThat(school.cartable()
                            .quotas()
                            .migrate()
                            .planRollback(school.unheard())
                            .migrated())
                    .isEqualTo(migrated)
                    .isOne();
            assertThat(String.valueOf(school.profileOf(USER, school.now))).isEqualTo(profile);
            assertThat(school.cartable()
                            .quotas()
                            .audit()
                            .run(null, "test", finding -> {})
                            .wrong())
                    .isZero();
        }
    }

    @Test
    void aValidityThatRunsForYearsKeepsItsDaysAndFirings() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            school.assignForYears(NEIGHBOUR);
            LocalDate first = LocalDate.ofInstant(school.now, FilledSchool.ZONE);
            school.use(NEIGHBOUR, "first", 60_000);
            assertThat(school.cartable().alerts().evaluate().run(step -> {}).fired())
                    .isOne();
            school.pass(Duration.ofDays(1_500));
            school.use(NEIGHBOUR, "last", 2);

            school.cartable().privacy().retention().run();

            assertThat(stores().usage().days(List.of(NEIGHBOUR), first, first)).isNotEmpty();
            assertThat(school.cartable().alerts().evaluate().run(step -> {}).fired())
                    .as("fired years ago, in the validity that runs")
                    .isZero();
            assertThat(school.profileOf(NEIGHBOUR, school.now)).contains("Years");
            assertThat(audit(school)).isEmpty();
        }
    }

    @Test
    void anAlertFiresOnceInItsMonthHoweverShortFiringsAreKept() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            school.alertInMonth(NEIGHBOUR);
            school.use(NEIGHBOUR, "much", 60_000);
            assertThat(school.cartable().alerts().evaluate().run(step -> {}).fired())
                    .isPositive();
            school.pass(Duration.ofDays(28));

            school.cartable()
                    .privacy()
                    .retention()
                    .keeping(RetentionPeriods.defaults().with(DataKind.ALERT_FIRINGS, Duration.ofDays(1)))
                    .run();

            assertThat(school.cartable().alerts().evaluate().run(step -> {}).fired())
                    .as("fired this month already")
                    .isZero();
        }
    }

    @Test
    void aUserWhomNoProfileServesAnyMoreLosesTheCounterToo() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            school.unassign(NEIGHBOUR);
            school.cartable().quotas().audit().run(null, "", finding -> {});
            school.pass(Duration.ofDays(1_500));

            school.cartable().privacy().retention().run();

            assertThat(school.used(NEIGHBOUR)).isZero();
            assertThat(audit(school)).isEmpty();
        }
    }

    @Test
    void aSessionThatIsOpenAndAnAccountThatWaitsForItsParentKeepWhatTheyHave() {
        try (FilledSchool school = new FilledSchool(stores()).fill()) {
            school.pass(Duration.ofDays(1_500));

            school.cartable().privacy().retention().run();

            try (var sessions = stores().sessions().all(null)) {
                assertThat(sessions).hasSize(2).allMatch(Session::isOpen);
            }
            assertThat(stores().activations().latest(List.of(school.account(GUARDIAN))))
                    .as("an account that waits for its parent")
                    .hasSize(1);
        }
    }

    /** A school that has been in use for four years. */
    private FilledSchool old() {
        FilledSchool school = new FilledSchool(stores()).fill();
        school.endSessions();
        school.activate(GUARDIAN);
        write(tx -> {
            stores().accounts().link(tx, Map.of(school.account(GUARDIAN), Set.of(new PupilId("gone"))), school.now);
            stores().accounts().link(tx, Map.of(school.account(GUARDIAN), Set.of(FilledSchool.PUPIL)), school.now);
            stores().failedSignIns().lock(tx, Samples.hash("old"));
            stores().failedSignIns().put(tx, Samples.hash("old"), new FailedAttempts(3, school.now));
        });
        for (int month = 1; month <= 16; month++) {
            school.pass(Duration.ofDays(91));
            school.assignAgain(USER);
            school.use(USER, "u" + month, 500 + month);
            if (month % 7 == 0) {
                school.assignAgain(NEIGHBOUR);
            }
            school.use(NEIGHBOUR, "n" + month, 7);
            school.reset(NEIGHBOUR);
            school.session(USER, "s" + month, 10);
            school.endSessions();
            school.cartable().alerts().evaluate().run(step -> {});
            school.cartable().notices().dispatch().drain();
        }
        return school;
    }

    private List<Notice.Entry> entries() {
        try (var history = stores().outbox().history(NoticeFilter.all())) {
            return history.toList();
        }
    }

    private List<Object> audit(FilledSchool school) {
        List<Object> findings = new ArrayList<>();
        school.cartable().quotas().audit().plan(null, finding -> {
            if (finding instanceof AuditFinding.WrongFigure) {
                findings.add(finding);
            }
        });
        return findings;
    }

    private Set<LocalDate> days() {
        return stores().usage().days(List.of(USER), LocalDate.EPOCH, LocalDate.of(2100, 1, 1)).values().stream()
                .flatMap(days -> days.keySet().stream())
                .collect(Collectors.toSet());
    }

    private static long sum(Counts counts) {
        return counts.usageEvents()
                + counts.removed().values().stream().mapToLong(Long::longValue).sum();
    }

    private static void assertNothingLeft(FilledSchool school) {
        ApplyRetention retention = school.cartable().privacy().retention();
        Map<DataKind, Long> none = new EnumMap<>(DataKind.class);
        for (DataKind kind : DataKind.values()) {
            none.put(kind, 0L);
        }
        assertThat(retention.plan()).isEqualTo(new Counts(none, 0));
        assertThat(retention.run()).isEqualTo(new Counts(none, 0));
    }
}
