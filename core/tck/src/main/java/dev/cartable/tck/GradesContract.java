package dev.cartable.tck;

import static dev.cartable.tck.SampleRecords.CLASS;
import static dev.cartable.tck.SampleRecords.DAY;
import static dev.cartable.tck.SampleRecords.TERM;
import static dev.cartable.tck.SampleRecords.appreciation;
import static dev.cartable.tck.SampleRecords.grade;
import static dev.cartable.tck.SampleRecords.member;
import static dev.cartable.tck.SampleRecords.release;
import static dev.cartable.tck.SampleRecords.taughtSubject;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.pupil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.RecordStore.Relation;
import dev.cartable.school.port.RecordStores;
import dev.cartable.work.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the stores of grades promise, over grades that are written through the record store. */
public abstract class GradesContract extends StoresContract<RecordStores> {
    private static final ClassTerm OTHER = new ClassTerm(new PromotionId("6B"), TERM);
    private static final ClassTerm LATER = new ClassTerm(CLASS.promotion(), new Term("2026-2027", "Trimestre 2"));
    private static final Mark POINTS = new Mark.Points(BigDecimal.TEN, new BigDecimal("20"));

    @Test
    void withoutAGradeThereIsNothing() {
        assertThat(stores().grades().classes(TERM)).isEmpty();
        assertThat(stores().grades().classesOf(pupil(1))).isEmpty();
        assertThat(stores().grades().members(CLASS)).isEmpty();
        assertThat(stores().grades().ofClass(CLASS)).isEmpty();
        assertThat(stores().grades().of(List.of(), TERM)).isEmpty();
        assertThat(stores().grades().of(List.of(pupil(1)), TERM)).isEmpty();
        assertThat(stores().grades().grades(List.of())).isEmpty();
        assertThat(stores().grades().subjects(List.of())).isEmpty();
        assertThat(stores().grades().appreciations(List.of(), TERM)).isEmpty();
        assertThat(stores().grades().releases(List.of())).isEmpty();
    }

    @Test
    void everyMarkIsReadAsItWasSaved() {
        List<Mark> marks = new ArrayList<>(List.of(
                new Mark.Points(BigDecimal.ZERO, new BigDecimal("0.5")),
                new Mark.Points(new BigDecimal("999999.9999"), new BigDecimal("999999.9999")),
                new Mark.Letter("A+ é")));
        marks.addAll(List.of(Mark.Skill.values()));
        marks.addAll(List.of(Mark.Absent.values()));
        List<Grade> all = new ArrayList<>();
        marks.forEach(mark -> all.add(grade(1, "g" + all.size(), CLASS, DAY, mark)));
        all.add(new Grade(
                "bare", pupil(2), CLASS.promotion(), Subject.of("x"), TERM, DAY, null, POINTS, BigDecimal.ZERO, true));
        saved((store, tx) -> store.saveGrades(tx, all));

        assertThat(stores().grades().grades(all.stream().map(Grade::id).toList()))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aClassHasAllGradesOfTheTermOfThePupilsWhoHaveOneInIt() {
        List<Grade> expected = List.of(
                grade(1, "B", CLASS, DAY.minusDays(1), POINTS),
                grade(1, "a", CLASS, DAY, POINTS),
                grade(1, "b", OTHER, DAY, POINTS),
                grade(2, "z", CLASS, DAY, POINTS));
        List<Grade> all = new ArrayList<>(expected);
        all.add(grade(3, "other", OTHER, DAY, POINTS));
        all.add(grade(1, "later", LATER, DAY.plusDays(90), POINTS));
        Collections.shuffle(all, new Random(1));
        saved((store, tx) -> store.saveGrades(tx, all));

        assertThat(stores().grades().ofClass(CLASS)).containsExactlyElementsOf(expected);
        assertThat(stores().grades().of(List.of(pupil(1), pupil(9), pupil(1)), TERM))
                .containsExactlyElementsOf(expected.subList(0, 3));
        assertThat(stores().grades().classes(TERM)).containsExactly(CLASS.promotion(), OTHER.promotion());
        assertThat(stores().grades().classesOf(pupil(1))).containsExactly(CLASS, LATER, OTHER);
    }

    @Test
    void aGradeThatWasWithdrawnIsGone() {
        saved((store, tx) -> store.saveGrades(tx, List.of(grade(1), grade(2))));

        assertThat(this.<Integer>call(tx -> stores().recordStore().removeGrades(tx, List.of("g1", "unknown"))))
                .isOne();
        assertThat(stores().grades().grades(List.of("g1", "g2"))).containsExactly(grade(2));
    }

    @Test
    void membersMakeAClassWithoutGradesAndChangeItWithinATerm() {
        saved((store, tx) -> store.saveClassMembers(tx, List.of(member(2), member(1))));
        assertThat(stores().grades().members(CLASS)).containsExactly(member(1), member(2));
        assertThat(stores().grades().classes(TERM)).containsExactly(CLASS.promotion());

        ClassMember moved = new ClassMember(pupil(1), OTHER, null, null);
        saved((store, tx) -> store.saveClassMembers(tx, List.of(moved)));

        assertThat(stores().grades().members(CLASS)).containsExactly(member(2));
        assertThat(stores().grades().members(OTHER)).containsExactly(moved);
        assertThat(stores().grades().membersAmong(List.of(pupil(1), pupil(2), pupil(9)), TERM))
                .containsExactlyInAnyOrder(moved, member(2));
        assertThat(stores().grades().membersAmong(List.of(pupil(1)), LATER.term()))
                .isEmpty();
        assertThat(stores().grades().classesOf(pupil(1))).containsExactly(OTHER);
    }

    @Test
    void subjectsAndReleasesAreThoseOfTheClassesThatAreAskedFor() {
        TaughtSubject elsewhere = new TaughtSubject(OTHER, Subject.of("S1"), BigDecimal.ONE, false, 0);
        ReportRelease released = new ReportRelease(CLASS, NOW);
        saved((store, tx) -> store.saveTaughtSubjects(tx, List.of(taughtSubject(1), taughtSubject(2), elsewhere)));
        saved((store, tx) -> store.saveReleases(tx, List.of(released, release(2))));

        assertThat(stores().grades().subjects(List.of(CLASS, CLASS, LATER)))
                .containsExactlyInAnyOrder(taughtSubject(1), taughtSubject(2));
        assertThat(stores().grades().subjects(List.of(CLASS, OTHER))).hasSize(3);
        assertThat(stores().grades().releases(List.of(CLASS, OTHER))).containsExactly(released);
    }

    @Test
    void appreciationsOfThreeTypesStandSideBySide() {
        Appreciation general = new Appreciation(pupil(1), TERM, Appreciation.Type.GENERAL, null, "Bon trimestre.");
        Appreciation decision = new Appreciation(pupil(1), TERM, Appreciation.Type.DECISION, null, "Félicitations");
        Appreciation later =
                new Appreciation(pupil(1), LATER.term(), Appreciation.Type.GENERAL, null, "x".repeat(10_000));
        saved((store, tx) ->
                store.saveAppreciations(tx, List.of(appreciation(1), appreciation(2), general, decision, later)));

        assertThat(stores().grades().appreciations(List.of(pupil(1), pupil(9)), TERM))
                .containsExactlyInAnyOrder(appreciation(1), general, decision);
        assertThat(stores().grades().appreciations(List.of(pupil(1)), LATER.term()))
                .containsExactly(later);
    }

    @Test
    void whatIsStoredAsItIsGivenIsNotWrittenAndTheLastOfTheSameCounts() {
        assertThat(twice((store, tx) -> store.saveGrades(tx, List.of(grade(1), grade(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveTaughtSubjects(tx, List.of(taughtSubject(1), taughtSubject(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveClassMembers(tx, List.of(member(1), member(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveAppreciations(tx, List.of(appreciation(1), appreciation(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveReleases(tx, List.of(release(1), release(2)))))
                .containsExactly(2, 0);

        Grade corrected = grade(1, "g1", CLASS, DAY, Mark.Absent.EXCUSED);
        assertThat(this.<Integer>call(
                        tx -> stores().recordStore().saveGrades(tx, List.of(grade(1), grade(2), corrected))))
                .isOne();
        assertThat(stores().grades().grades(List.of("g1"))).containsExactly(corrected);
    }

    @Test
    void aGradeWithoutAClassIsNotSaved() {
        assumeWritable();

        assertThatThrownBy(() -> write(tx -> stores().recordStore().saveGrades(tx, List.of(grade(1).in(null)))))
                .isInstanceOf(RuntimeException.class);
        assertThat(stores().grades().grades(List.of("g1"))).isEmpty();
    }

    private List<Integer> twice(BiFunction<RecordStore, Tx, Integer> save) {
        assumeWritable();
        return Stream.of(1, 2)
                .map(time -> this.<Integer>call(tx -> save.apply(stores().recordStore(), tx)))
                .toList();
    }

    private void saved(BiFunction<RecordStore, Tx, Integer> save) {
        assumeWritable();
        assertThat(this.<Integer>call(tx -> save.apply(stores().recordStore(), tx)))
                .isPositive();
    }

    private void assumeWritable() {
        assumeTrue(stores().recordStore().writable(Relation.GRADE), "these relations are the host's own");
    }
}
