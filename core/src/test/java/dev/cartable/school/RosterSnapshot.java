package dev.cartable.school;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** A roster in memory that a test may change at any moment. */
final class RosterSnapshot implements RosterSource {
    final List<Promotion> promotions = new ArrayList<>();
    final List<Pupil> pupils = new ArrayList<>();
    final List<Guardian> guardians = new ArrayList<>();
    final List<Guardianship> links = new ArrayList<>();
    final List<String> unreadable = new ArrayList<>();
    int readings;
    BiConsumer<Integer, RosterSnapshot> before = (reading, snapshot) -> {};

    static RosterSnapshot of(int families) {
        RosterSnapshot snapshot = new RosterSnapshot();
        snapshot.promotions.add(new Promotion(new PromotionId("CM1"), "CM1"));
        IntStream.range(0, families).forEach(snapshot::family);
        return snapshot;
    }

    void family(int i) {
        pupils.add(pupil(i, true));
        guardians.add(guardian(i, "g" + i + "@example.org"));
        links.add(Guardianship.of(new GuardianId("G" + i), new PupilId("P" + i), Guardianship.Relation.MOTHER));
    }

    static Pupil pupil(int i, boolean active) {
        return new Pupil(new PupilId("P" + i), new PersonName("Kid", "No" + i), new PromotionId("CM1"), null, active);
    }

    static Guardian guardian(int i, String email) {
        return new Guardian(new GuardianId("G" + i), new PersonName("Mum", "No" + i), email, null, null);
    }

    void remove(int i) {
        pupils.removeIf(p -> p.id().value().equals("P" + i));
        guardians.removeIf(g -> g.id().value().equals("G" + i));
        links.removeIf(l -> l.guardian().value().equals("G" + i));
    }

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public void read(Sink sink) {
        before.accept(++readings, this);
        unreadable.forEach(id -> {
            sink.error(new RowError("users.csv", 2, null, "EMPTY_NAME"));
            sink.unreadable(id);
        });
        promotions.forEach(sink::promotion);
        pupils.forEach(sink::pupil);
        guardians.forEach(sink::guardian);
        links.forEach(sink::guardianship);
    }
}
