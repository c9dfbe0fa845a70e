package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A school year that was recorded before it is replayed day by day, against a count by hand. */
class AbsenceReplayTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);
    private static final LocalDate LAST = FIRST.plusDays(70);
    private static final int PUPILS = 60;

    private final Random random = new Random(1917);
    private final ReminderWorld school = ReminderWorld.listing(
            settings -> settings.withAbsences(settings.absences().withBrake(null)));
    private final Map<PupilId, List<Guardian>> parents = new HashMap<>();
    private final Map<String, Set<String>> expected = new HashMap<>();
    private long pairs;
    private long reachable;

    @Test
    void eachAbsenceIsNotifiedOnItsDayToEachParentOnceAndReplayedAgainToNobody() {
        enrol();
        record();

        assertThat(replay(expected)).isEqualTo(new long[] {reachable, pairs - reachable});
        assertThat(replay(Map.of())).isEqualTo(new long[] {0, 0});
        assertThat(pairs).isGreaterThan(400);
        assertThat(reachable).isBetween(50L, pairs / 2);
    }

    /** Two parents each, of whom one in four has an address; one in ten may not know. */
    private void enrol() {
        InMemoryStores stores = school.stores();
        stores.unitOfWork().run(tx -> {
            for (int i = 0; i < PUPILS; i++) {
                Pupil pupil = new Pupil(new PupilId("p" + i), new PersonName("P" + i, "Bah"), null, null, true);
                stores.rosterStore().savePupils(tx, List.of(pupil));
                for (String parent : List.of("m" + i, "f" + i)) {
                    boolean maySee = random.nextInt(10) > 0;
                    Guardian guardian = new Guardian(
                            new GuardianId(parent), new PersonName(parent, "Bah"), address(parent), null, "en");
                    stores.rosterStore().saveGuardians(tx, List.of(guardian));
                    stores.rosterStore()
                            .saveGuardianships(
                                    tx,
                                    List.of(new Guardianship(
                                            guardian.id(),
                                            pupil.id(),
                                            Guardianship.Relation.PARENT,
                                            true,
                                            maySee,
                                            false,
                                            null,
                                            null)));
                    if (maySee) {
                        parents.computeIfAbsent(pupil.id(), id -> new ArrayList<>())
                                .add(guardian);
                    }
                }
            }
        });
    }

    private @Nullable String address(String parent) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> parent + "@example.org";
            case 2 -> "no address " + parent;
            default -> null;
        };
    }

    private void record() {
        for (int i = 0; i < 300; i++) {
            PupilId pupil = new PupilId("p" + random.nextInt(PUPILS));
            LocalDate day = FIRST.plusDays(random.nextInt(70));
            String id = pupil + "@" + day;
            if (school.records.absences.containsKey(id)) {
                continue;
            }
            school.record(new Absence(
                    id,
                    pupil,
                    day,
                    random.nextInt(20) == 0 ? Absence.Type.LATE : Absence.Type.ABSENT,
                    Absence.Part.DAY,
                    null,
                    0,
                    random.nextBoolean(),
                    null,
                    null,
                    day.atStartOfDay(ReminderWorld.ZONE).toInstant(),
                    null));
            for (Guardian guardian : parents.getOrDefault(pupil, List.of())) {
                pairs++;
                String email = guardian.email();
                if (email != null && email.endsWith("@example.org")) {
                    reachable++;
                    expected.computeIfAbsent(day + " " + email, key -> new HashSet<>())
                            .add(pupil.value());
                }
            }
        }
    }

    /** Sent and not reachable; what is sent on a day is what is expected of it. */
    private long[] replay(Map<String, Set<String>> mails) {
        long sent = 0;
        long noChannel = 0;
        for (LocalDate day = FIRST; day.isBefore(LAST); day = day.plusDays(1)) {
            school.set(day + "T17:00");
            Counts counts = school.send(ABSENCE);
            noChannel += counts.noChannel();
            List<RenderedNotice> delivered = school.deliver();
            sent += delivered.size();
            for (RenderedNotice mail : delivered) {
                assertThat(mails).containsKey(day + " " + mail.address().value());
            }
        }
        return new long[] {sent, noChannel};
    }
}
