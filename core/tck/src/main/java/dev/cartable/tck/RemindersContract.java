package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Renderer;
import dev.cartable.reminder.ReleaseHolds;
import dev.cartable.reminder.ReminderKinds;
import dev.cartable.reminder.SendReminders;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.AbsenceSettings.Brake;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.work.LeaseHeldException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * That each person is reminded of each fact once, in whatever order rules are run and messages are sent, and however often; and that
 * what is planned in pages is what a look at each fact for itself finds. Each run is one of a process of its own.
 */
public abstract class RemindersContract extends StoresContract<Stores> {
    private static final ZoneId ZONE = ZoneId.of("Africa/Conakry");
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);
    private static final int SEEDS = 3;
    private static final int DAYS = 3;
    private static final int PUPILS = 12;
    private static final PromotionId CM2 = new PromotionId("cm2");

    /** What was handed over: address, kind, id and state of the fact, and how often. */
    private final Map<String, Integer> told = new TreeMap<>();

    private final List<String> states = new ArrayList<>();

    private Instant now = at(MONDAY, LocalTime.of(7, 0));

    @RepeatedTest(SEEDS)
    void eachPersonIsRemindedOfEachFactOnceInWhateverOrderRulesAreRun(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        Map<String, Integer> expected = new TreeMap<>();
        save(random, expected);

        for (int day = 0; day < DAYS; day++) {
            LocalDate date = MONDAY.plusDays(day);
            runs(random, at(date, LocalTime.of(8, 0)), ReminderKinds.SESSION);
            runs(random, at(date, LocalTime.of(17, 0)), ReminderKinds.ABSENCE);
            runs(random, at(date, LocalTime.of(18, 30)), ReminderKinds.EVE);
        }

        assertThat(told).as("seed %d", seed).isEqualTo(expected);
    }

    /** A session that is moved and moved, cancelled and planned again while runs and deliveries go on. */
    @RepeatedTest(SEEDS)
    void nobodyIsToldAStateTwiceInARowOrOneThatIsOverAndEachIsToldTheLast(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        save(random, new HashMap<>());
        Map<String, StudySession> sessions = new HashMap<>();
        now = at(MONDAY, LocalTime.of(8, 0));
        for (int i = 0; i < 60; i++) {
            now = now.plusSeconds(60);
            switch (random.nextInt(4)) {
                case 0 -> send(Set.of(ReminderKinds.SESSION));
                case 1 -> deliver(sessions);
                default -> {
                    StudySession changed = session(
                            "moved-" + random.nextInt(3),
                            pupil(0),
                            MONDAY.atTime(19 + random.nextInt(3), 0),
                            random.nextInt(4) == 0 ? StudySession.State.CANCELLED : StudySession.State.PLANNED);
                    sessions.put(changed.id(), changed);
                    write(tx -> stores().recordStore().saveStudySessions(tx, List.of(changed)));
                }
            }
        }
        send(Set.of(ReminderKinds.SESSION));
        deliver(sessions);

        for (StudySession session : sessions.values()) {
            List<String> ofIt = states.stream()
                    .filter(state -> state.startsWith(session.id() + "@"))
                    .toList();
            for (int i = 1; i < ofIt.size(); i++) {
                assertThat(ofIt.get(i)).as("seed %d: %s", seed, ofIt).isNotEqualTo(ofIt.get(i - 1));
            }
            if (session.state() == StudySession.State.PLANNED) {
                assertThat(ofIt).as("seed %d", seed).isNotEmpty().endsWith(session.topic());
            }
        }
    }

    /** More sessions than a page and a chunk hold, in an order that is not the pupils'. */
    @Test
    void whatIsPlannedInPagesIsWhatALookAtEachFactFinds() {
        Random random = new Random(7);
        save(random, new HashMap<>());
        List<StudySession> sessions = new ArrayList<>();
        for (int i = 0; i < 2_200; i++) {
            sessions.add(session(
                    "many-" + i,
                    pupil(random.nextInt(PUPILS)),
                    MONDAY.plusDays(7).atTime(9 + random.nextInt(10), random.nextInt(60)),
                    random.nextInt(10) == 0 ? StudySession.State.DONE : StudySession.State.PLANNED));
        }
        write(tx -> stores().recordStore().saveStudySessions(tx, sessions));
        now = at(MONDAY.plusDays(7), LocalTime.of(8, 0));
        long planned = sessions.stream()
                .filter(session -> session.state() == StudySession.State.PLANNED)
                .count();
        long reachable = sessions.stream()
                .filter(session -> session.state() == StudySession.State.PLANNED && hasMail(session.pupil()))
                .count();

        try (Cartable cartable = cartable(new HashMap<>())) {
            SendReminders send = cartable.reminders().send();
            SendReminders.Counts plan =
                    send.plan(Request.only(Set.of(ReminderKinds.SESSION))).counts();
            assertThat(plan)
                    .isEqualTo(new SendReminders.Counts(
                            sessions.size(), reachable, 0, sessions.size() - planned, 0, planned - reachable));
            assertThat(send.run(Request.only(Set.of(ReminderKinds.SESSION)), step -> {}))
                    .isEqualTo(plan);
            assertThat(send.run(Request.only(Set.of(ReminderKinds.SESSION)), step -> {}))
                    .isEqualTo(new SendReminders.Counts(sessions.size(), 0, sessions.size(), 0, 0, 0));
        }
        assertThat(read(stores().reminders().history(ReminderFilter.days(MONDAY, MONDAY.plusDays(7)))))
                .filteredOn(line -> line.entry().outcome() == Outcome.QUEUED)
                .extracting(line -> line.entry().subject().id())
                .containsExactlyInAnyOrderElementsOf(sessions.stream()
                        .filter(session -> session.state() == StudySession.State.PLANNED && hasMail(session.pupil()))
                        .map(StudySession::id)
                        .toList());
    }

    /** Two nodes at once: the second one either finds the first at work, or learns what it has decided. */
    @RepeatedTest(SEEDS)
    void ofTwoNodesThatReleaseAndDiscardARunOneDecides() {
        save(new Random(11), new HashMap<>());
        now = at(MONDAY, LocalTime.of(17, 0));
        try (Cartable releasing = braked();
                Cartable discarding = braked()) {
            releasing.reminders().send().run(Request.only(Set.of(ReminderKinds.ABSENCE)), step -> {});
            String run = releasing.reminders().holds().open().get(0).run();

            List<String> results = Together.run(2, i -> decide(i == 0 ? releasing : discarding, i == 0, run));

            Hold.State state = stores().reminders().hold(run).orElseThrow().state();
            assertThat(results)
                    .as("%s", state)
                    .containsAnyOf("Released", "Discarded")
                    .doesNotContainSequence("Released", "Discarded");
            assertThat(results.get(state == Hold.State.RELEASED ? 0 : 1))
                    .isEqualTo(state == Hold.State.RELEASED ? "Released" : "Discarded");
            assertThat(read(stores().reminders()
                            .history(ReminderFilter.days(MONDAY, MONDAY).of(ReminderKinds.ABSENCE))))
                    .extracting(line -> line.entry().outcome())
                    .doesNotContain(Outcome.HELD)
                    .satisfies(outcomes ->
                            assertThat(outcomes.contains(Outcome.DISCARDED)).isEqualTo(state == Hold.State.DISCARDED));
        }
    }

    private static String decide(Cartable cartable, boolean release, String run) {
        try {
            ReleaseHolds holds = cartable.reminders().holds();
            return (release ? holds.release(run, step -> {}) : holds.discard(run))
                    .getClass()
                    .getSimpleName();
        } catch (LeaseHeldException e) {
            return "Busy";
        }
    }

    /** A node whose brake holds the first absence. */
    private Cartable braked() {
        return Cartable.builder()
                .preferenceSettings(PreferenceSettings.defaults().withDigest(false))
                .stores(stores())
                .zone(ZONE)
                .time(() -> now)
                .school("École des Palmiers")
                .courier(new Postbox(Map.of()))
                .reminders(settings -> settings.withAbsences(settings.absences().withBrake(new Brake(1, 1))))
                .build();
    }

    /** The rules of a time, among others in any order, each once or more, with deliveries in between. */
    private void runs(Random random, Instant at, Kind due) {
        now = at;
        List<Kind> kinds = new ArrayList<>(List.of(due, due, ReminderKinds.SESSION, ReminderKinds.ABSENCE));
        Collections.shuffle(kinds, random);
        for (Kind kind : kinds) {
            send(random.nextInt(4) == 0 ? Set.of() : new HashSet<>(List.of(kind, due)));
            if (random.nextBoolean()) {
                deliver(Map.of());
            }
        }
        deliver(Map.of());
    }

    private void send(Set<Kind> kinds) {
        try (Cartable cartable = cartable(Map.of())) {
            cartable.reminders().send().run(Request.only(kinds), step -> {});
        }
    }

    private void deliver(Map<String, StudySession> sessions) {
        try (Cartable cartable = cartable(sessions)) {
            cartable.notices().dispatch().drain();
        }
    }

    private Cartable cartable(Map<String, StudySession> sessions) {
        Renderer words = (kind, language, channel, variables) -> new Renderer.Words(
                kind.name(), variables.getOrDefault("topic", variables.getOrDefault("pupil", "")), null);
        return Cartable.builder()
                .preferenceSettings(PreferenceSettings.defaults().withDigest(false))
                .stores(stores())
                .zone(ZONE)
                .time(() -> now)
                .school("École des Palmiers")
                .renderer(words)
                .courier(new Postbox(sessions))
                .build();
    }

    /** Takes messages down, and refuses to have been given one about a session that is another now. */
    private final class Postbox implements Courier {
        private final Map<String, StudySession> sessions;

        Postbox(Map<String, StudySession> sessions) {
            this.sessions = sessions;
        }

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
            String state = notice.text();
            StudySession session = sessions.get(state.replaceFirst("@.*", ""));
            if (session != null) {
                assertThat(session.topic()).as("what is sent is true").isEqualTo(state);
                assertThat(session.state()).isEqualTo(StudySession.State.PLANNED);
            }
            states.add(state);
            told.merge(notice.address().value() + " " + notice.kind() + " " + state, 1, Integer::sum);
            return new Delivery.Sent("250 ok");
        }

        @Override
        public void release() {
            // Holds nothing.
        }
    }

    private static String key(String address, Kind kind, StudySession session) {
        return address + " " + kind + " " + session.topic();
    }

    /** Its topic says which session it is, and which state of it. */
    private static StudySession session(String id, PupilId pupil, LocalDateTime start, StudySession.State state) {
        return new StudySession(id, pupil, id + "@" + start, start, 45, null, state);
    }

    /**
     * A school with sessions on the days and after, and absences of a few; every third pupil and guardian has no address, and every
     * fourth link is barred.
     */
    private void save(Random random, Map<String, Integer> expected) {
        List<Pupil> pupils = new ArrayList<>();
        List<Guardian> guardians = new ArrayList<>();
        List<Guardianship> links = new ArrayList<>();
        List<StudySession> sessions = new ArrayList<>();
        List<Absence> absences = new ArrayList<>();
        for (int i = 0; i < PUPILS; i++) {
            String address = hasMail(pupil(i)) ? mail(pupil(i)) : null;
            pupils.add(new Pupil(pupil(i), new PersonName("Élève", "No " + i), CM2, address, true));
            String parent = i % 3 == 1 ? null : "parent" + i + "@example.org";
            guardians.add(new Guardian(guardian(i), new PersonName("Parent", "No " + i), parent, null, "fr"));
            for (int of : Set.of(i, (i + 1) % PUPILS)) {
                links.add(new Guardianship(
                        guardian(i),
                        pupil(of),
                        Guardianship.Relation.PARENT,
                        false,
                        (i + of) % 4 != 0,
                        false,
                        null,
                        null));
            }
        }
        for (int day = 0; day <= DAYS; day++) {
            for (int i = 0; i < PUPILS; i++) {
                LocalDate date = MONDAY.plusDays(day);
                StudySession session = session(
                        "s-" + day + "-" + i,
                        pupil(i),
                        date.atTime(19 + random.nextInt(3), random.nextInt(60)),
                        StudySession.State.PLANNED);
                sessions.add(session);
                if (hasMail(pupil(i)) && day < DAYS) {
                    expected.put(key(mail(pupil(i)), ReminderKinds.SESSION, session), 1);
                }
                if (hasMail(pupil(i)) && day > 0) {
                    expected.put(key(mail(pupil(i)), ReminderKinds.EVE, session), 1);
                }
            }
        }
        for (int day = 0; day < DAYS; day++) {
            int absent = random.nextInt(PUPILS);
            absences.add(absence("a-" + day, pupil(absent), MONDAY.plusDays(day)));
            for (Guardianship link : links) {
                Guardian parent = guardians.get(number(link.guardian().value()));
                if (link.pupil().equals(pupil(absent)) && link.maySeePupil() && parent.email() != null) {
                    expected.merge(
                            parent.email() + " " + ReminderKinds.ABSENCE + " Élève No " + absent, 1, Integer::sum);
                }
            }
        }
        write(tx -> {
            stores().rosterStore().savePromotions(tx, List.of(new Promotion(CM2, "CM2")));
            stores().rosterStore().savePupils(tx, pupils);
            stores().rosterStore().saveGuardians(tx, guardians);
            stores().rosterStore().saveGuardianships(tx, links);
            stores().recordStore().saveStudySessions(tx, sessions);
            stores().recordStore().saveAbsences(tx, absences);
        });
    }

    private static Absence absence(String id, PupilId pupil, LocalDate day) {
        return new Absence(
                id,
                pupil,
                day,
                Absence.Type.ABSENT,
                Absence.Part.DAY,
                null,
                0,
                false,
                null,
                null,
                at(day, LocalTime.of(10, 0)),
                null);
    }

    private static PupilId pupil(int number) {
        return new PupilId("p" + number);
    }

    private static GuardianId guardian(int number) {
        return new GuardianId("g" + number);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }

    private static boolean hasMail(PupilId pupil) {
        return number(pupil.value()) % 3 != 2;
    }

    private static String mail(PupilId pupil) {
        return "pupil-" + pupil + "@example.org";
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(ZONE).toInstant();
    }
}
