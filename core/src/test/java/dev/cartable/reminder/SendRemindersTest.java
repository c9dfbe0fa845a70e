package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static dev.cartable.reminder.ReminderWorld.CM2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderRule.About;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.port.StudySessions;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.HostKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SendRemindersTest {
    private final ReminderWorld school = new ReminderWorld();

    @Test
    void aSessionThatIsMovedBackAfterAMessageIsRemindedOfAgain() {
        ReminderWorld sessions = ReminderWorld.listing();
        int minute = 0;
        for (String start : List.of("15:00", "17:00", "15:00", "17:00")) {
            sessions.set("2026-11-30T08:0" + minute++);
            sessions.session("s1", ALI, "2026-11-30T" + start);

            assertThat(sessions.run(ReminderKinds.SESSION)).as(start).hasSize(1);
            assertThat(sessions.run(ReminderKinds.SESSION)).as(start).isEmpty();
        }
    }

    @Test
    void aPupilIsRemindedOnceOfASessionOfTheDay() {
        school.session("s1", ALI, "2026-11-30T17:30");
        school.session("s2", BINTA, "2026-11-30T17:30");
        school.session("s3", ALI, "2026-12-01T17:30");
        school.set("2026-11-30T08:00");

        var plan = school.cartable().reminders().send().plan(Request.due());
        assertThat(plan.counts()).isEqualTo(new Counts(2, 1, 0, 0, 0, 1));
        assertThat(school.send()).isEqualTo(new Counts(2, 1, 0, 0, 0, 1));
        assertThat(school.send()).isEqualTo(new Counts(2, 0, 2, 0, 0, 0));

        assertThat(school.deliver()).singleElement().satisfies(mail -> {
            assertThat(mail.address().value()).isEqualTo("ali@example.org");
            assertThat(mail.text()).contains("Mathématiques", "17:30", "https://ecole.example/sessions/s1");
        });
    }

    /** What is written last is not seen by what is decided meanwhile. */
    @Test
    void oneOfManyThatComesAgainIsRemindedOfOnce() {
        List<StudySession> sessions = IntStream.range(0, 2_000)
                .mapToObj(i -> school.session("s" + i, ALI, "2026-11-30T17:30"))
                .toList();
        ReminderWorld many =
                new ReminderWorld(builder -> builder.anyThread(true).studySessions(new StudySessions() {
                    @Override
                    public Stream<StudySession> between(LocalDate first, LocalDate last) {
                        return Stream.concat(
                                sessions.stream(), sessions.stream().limit(1));
                    }

                    @Override
                    public List<StudySession> sessions(Collection<String> ids) {
                        return List.of();
                    }

                    @Override
                    public List<StudySession> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
                        return List.of();
                    }
                }));

        assertThat(many.send(ReminderKinds.SESSION)).isEqualTo(new Counts(2_001, 2_000, 1, 0, 0, 0));
        assertThat(many.send(ReminderKinds.SESSION)).isEqualTo(new Counts(2_001, 0, 2_001, 0, 0, 0));
    }

    @Test
    void inHolidaysNobodyIsRemindedOfASession() {
        ReminderWorld other = new ReminderWorld();
        LocalDate day = LocalDate.of(2026, 11, 30);
        other.records.calendar =
                SchoolCalendar.of(List.of(new CalendarPeriod(CalendarPeriod.Type.HOLIDAY, "Pause", day, day)));
        other.session("s1", ALI, "2026-11-30T16:00");
        other.set("2026-11-30T08:00");

        assertThat(other.run(ReminderKinds.SESSION)).isEmpty();
        assertThat(other.ledger(ReminderKinds.SESSION))
                .singleElement()
                .asString()
                .contains("HOLIDAY");
    }

    @Test
    void aMessageInTheApplicationLeadsToItsSession() {
        ReminderWorld other = new ReminderWorld(builder -> builder.reminderChannels(Set.of(Channel.IN_APP)));
        other.set("2026-11-30T08:00");
        other.session("s1", ALI, "2026-11-30T16:00");
        other.send(ReminderKinds.SESSION);
        other.deliver();

        assertThat(other.cartable().notices().inbox(Recipient.pupil(ALI), 10))
                .singleElement()
                .satisfies(message -> assertThat(message.link()).hasToString("https://ecole.example/sessions/s1"));
    }

    @Test
    void onTheEveAPupilIsRemindedOfTheNextDay() {
        school.session("s1", ALI, "2026-12-01T17:30");
        school.set("2026-11-30T18:29");
        assertThat(school.send().candidates()).isZero();

        school.set("2026-11-30T18:30");

        assertThat(school.send(ReminderKinds.EVE).queued()).isEqualTo(1);
        assertThat(school.deliver()).hasSize(1);
    }

    @Test
    void aSessionThatIsMovedIsRemindedOfAtItsNewTimeAlone() {
        school.session("s1", ALI, "2026-11-30T15:00");
        school.set("2026-11-30T08:00");
        school.send();
        school.session("s1", ALI, "2026-11-30T16:00");

        assertThat(school.send().queued()).isEqualTo(1);
        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("16:00").doesNotContain("15:00"));
        try (var all = school.cartable().notices().list()) {
            assertThat(all.filter(entry -> entry.state() == NoticeState.SUPPRESSED))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.reason()).isEqualTo("CHANGED"));
        }
    }

    @Test
    void aSessionThatIsMovedAwayAndBackIsRemindedOf() {
        school.session("s1", ALI, "2026-11-30T15:00");
        school.set("2026-11-30T08:00");
        school.send();
        school.session("s1", ALI, "2026-12-05T15:00");
        assertThat(school.deliver()).isEmpty();
        school.session("s1", ALI, "2026-11-30T15:00");

        assertThat(school.send().queued()).isEqualTo(1);
        assertThat(school.deliver()).hasSize(1);
    }

    @Test
    void aReminderThatHasWaitedUntilItsSessionBeganIsNotSent() {
        school.session("s1", ALI, "2026-11-30T15:00");
        school.set("2026-11-30T08:00");
        school.send();
        school.set("2026-11-30T15:00");

        assertThat(school.deliver()).isEmpty();
    }

    @Test
    void aSessionOfTheLastMinuteIsRemindedOfIfItBeginsInMoreThanHalfAnHour() {
        school.set("2026-11-30T10:00");
        school.session("soon", ALI, "2026-11-30T10:30");
        school.session("later", ALI, "2026-11-30T10:31");

        assertThat(school.send()).isEqualTo(new Counts(2, 1, 0, 1, 0, 0));
    }

    @Test
    void aRunThatIsAFewMinutesLateRemindsOfASessionThatBeginsSoon() {
        school.session("s1", ALI, "2026-11-30T08:30");
        school.set("2026-11-30T08:05");

        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);
        assertThat(school.deliver()).hasSize(1);
    }

    @Test
    void aReminderOfAPupilWhoHasLeftSinceIsNotSentForThatReason() {
        school.session("s1", ALI, "2026-11-30T17:30");
        assertThat(school.send(ReminderKinds.SESSION).queued()).isEqualTo(1);
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores()
                        .rosterStore()
                        .savePupils(
                                tx,
                                List.of(new Pupil(
                                        ALI, new PersonName("Ali", "Ndiaye"), CM2, "ali@example.org", false))));

        assertThat(school.deliver()).isEmpty();
        assertThat(lines(school)).extracting(ReminderLine::answer).containsExactly("PUPIL_LEFT");
    }

    @Test
    void whatARuleFailsOnIsInTheLedgerAndTriedAgainByTheNextRun() {
        Fragile rule = new Fragile();
        ReminderWorld world = new ReminderWorld(builder -> builder.reminderRule(rule));
        rule.fails = true;
        assertThat(world.send(rule.kind())).isEqualTo(new Counts(2, 1, 0, 0, 1, 0));
        assertThat(world.send(rule.kind())).isEqualTo(new Counts(2, 0, 1, 0, 1, 0));
        assertThat(world.ledger(rule.kind()))
                .containsExactlyInAnyOrder("pupil:ali QUEUED null", "null FAILED RULE_FAILED: IllegalStateException");
        assertThat(why(world, BINTA)).containsExactly(Outcome.FAILED);

        rule.fails = false;
        assertThat(world.send(rule.kind())).isEqualTo(new Counts(2, 0, 1, 0, 0, 1));
        assertThat(world.ledger(rule.kind()))
                .as("it counts no more")
                .containsExactlyInAnyOrder(
                        "pupil:ali QUEUED null", "pupil:binta NO_CHANNEL NO_ADDRESS", "null SUPPRESSED RETRIED");
        assertThat(world.send(rule.kind()).unchanged()).isEqualTo(2);
    }

    @Test
    void whatARuleFailsOnIsNamedAsInItsDecision() {
        somethingForEachRule();

        assertThat(school.cartable().reminders().rules()).hasSize(9).allSatisfy(this::namesWhatItDecides);
    }

    private <T> void namesWhatItDecides(ReminderRule<T> rule) {
        Occasion occasion = Occasion.planning(school.now(), school.now(), ReminderWorld.ZONE);
        try (Stream<T> candidates = rule.candidates(occasion)) {
            assertThat(candidates.toList()).as(rule.kind().name()).isNotEmpty().allSatisfy(candidate -> {
                Decision decision = rule.decide(candidate, occasion);
                assertThat(rule.about(candidate)).contains(new About(decision.pupil(), decision.id()));
            });
        }
    }

    private void somethingForEachRule() {
        school.set("2026-11-30T17:00");
        school.session("moved", ALI, "2026-11-30T18:00");
        school.session("today", ALI, "2026-11-30T19:00");
        school.session("tomorrow", ALI, "2026-12-01T17:30");
        for (String day : List.of("2026-11-26", "2026-11-27", "2026-11-30")) {
            school.absent(day, ALI, day);
        }
        school.records.subscriptions.put(ALI, new Subscription(ALI, LocalDate.of(2026, 9, 1), null, null));
        school.records.invoices.put(
                "i1",
                new Invoice(
                        "i1",
                        "F-1",
                        ALI,
                        Currency.getInstance("GNF"),
                        Invoice.State.ISSUED,
                        List.of(new Invoice.Instalment(1, LocalDate.of(2026, 11, 2), BigDecimal.TEN)),
                        List.of(),
                        null,
                        false));
        school.send(ReminderKinds.SESSION, ReminderKinds.ABSENCE);
        school.deliver();
        school.session("moved", ALI, "2026-12-05T18:00");
        school.excuse(school.absent("2026-11-30", ALI, "2026-11-30"));
    }

    private static List<Outcome> why(ReminderWorld world, PupilId pupil) {
        return world
                .cartable()
                .reminders()
                .history()
                .why(Viewer.administrator(), pupil, LocalDate.of(2026, 11, 30))
                .lines()
                .stream()
                .map(line -> line.entry().outcome())
                .toList();
    }

    private static List<ReminderLine> lines(ReminderWorld world) {
        try (Stream<ReminderLine> lines = world.stores()
                .reminders()
                .history(ReminderFilter.days(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)))) {
            return lines.toList();
        }
    }

    /** A rule about both pupils that fails on the second one. */
    private static final class Fragile implements ReminderRule<PupilId> {
        private boolean fails;

        @Override
        public Kind kind() {
            return Kind.of("host.fragile");
        }

        @Override
        public Schedule when() {
            return Schedule.daily(LocalTime.of(7, 0));
        }

        @Override
        public Stream<PupilId> candidates(Occasion occasion) {
            return Stream.of(ALI, BINTA);
        }

        @Override
        public Optional<PupilId> stillTrue(String id) {
            return Optional.of(new PupilId(id));
        }

        @Override
        public Optional<About> about(PupilId pupil) {
            return Optional.of(new About(pupil, pupil.value()));
        }

        @Override
        public Decision decide(PupilId pupil, Occasion occasion) {
            if (fails && pupil.equals(BINTA)) {
                throw new IllegalStateException("Binta's file is broken");
            }
            return Decision.remind(pupil, pupil.value());
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }

    @Test
    void nobodyIsRemindedAboutAnErasedPupilThoughTheHostStillHasTheSession() {
        ReminderWorld world = new ReminderWorld(builder -> builder.key(HostKey.of(new byte[32])));
        world.session("s1", ALI, "2026-11-30T17:30");
        world.cartable().privacy().erase(ALI);

        assertThat(world.send(ReminderKinds.SESSION)).isEqualTo(new Counts(1, 0, 0, 0, 0, 0));

        try (var lines = world.stores()
                .reminders()
                .history(ReminderFilter.days(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)))) {
            assertThat(lines).isEmpty();
        }
    }

    @Test
    void withoutACourierForItsChannelsNobodyIsSaidToLackAnAddress() {
        ReminderWorld world = new ReminderWorld(builder -> builder.reminderChannels(Set.of(Channel.SMS)));
        world.session("s1", ALI, "2026-11-30T17:30");

        assertThat(world.send(ReminderKinds.SESSION)).isEqualTo(new Counts(1, 0, 0, 0, 0, 1));

        assertThat(world.ledger(ReminderKinds.SESSION)).containsExactly("pupil:ali NO_CHANNEL NO_COURIER");
    }
}
