package dev.cartable.inmemory;

import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.Grades;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Grades and all that belongs to them, in memory. Safe for use by several threads. */
final class InMemoryGrades implements Grades {
    private static final Comparator<Grade> BY_PUPIL =
            Comparator.comparing(Grade::pupil).thenComparing(Grade::date).thenComparing(Grade::id);

    final InMemoryTable<String, Grade> grades;
    final InMemoryTable<SubjectKey, TaughtSubject> subjects;
    final InMemoryTable<MemberKey, ClassMember> members;
    final InMemoryTable<AppreciationKey, Appreciation> appreciations;
    final InMemoryTable<ClassTerm, ReportRelease> releases;

    InMemoryGrades(InMemoryUnitOfWork unitOfWork) {
        this.grades = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.subjects = new InMemoryTable<>(
                unitOfWork, Comparator.comparing(SubjectKey::classTerm).thenComparing(SubjectKey::code));
        this.members = new InMemoryTable<>(
                unitOfWork, Comparator.comparing(MemberKey::pupil).thenComparing(MemberKey::term));
        this.appreciations = new InMemoryTable<>(
                unitOfWork,
                Comparator.comparing(AppreciationKey::pupil)
                        .thenComparing(AppreciationKey::term)
                        .thenComparing(AppreciationKey::type)
                        .thenComparing(AppreciationKey::subject, Comparator.nullsFirst(Comparator.naturalOrder())));
        this.releases = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    record SubjectKey(ClassTerm classTerm, String code) {
        static SubjectKey of(TaughtSubject subject) {
            return new SubjectKey(subject.classTerm(), subject.subject().code());
        }
    }

    record MemberKey(PupilId pupil, Term term) {
        static MemberKey of(ClassMember member) {
            return new MemberKey(member.pupil(), member.classTerm().term());
        }
    }

    record AppreciationKey(
            PupilId pupil,
            Term term,
            Appreciation.Type type,
            @Nullable String subject) {
        static AppreciationKey of(Appreciation appreciation) {
            return new AppreciationKey(
                    appreciation.pupil(), appreciation.term(), appreciation.type(), appreciation.subject());
        }
    }

    int forget(Tx tx, PupilId pupil) {
        return grades.removeWhere(tx, grade -> grade.pupil().equals(pupil), Integer.MAX_VALUE)
                + members.removeWhere(tx, member -> member.pupil().equals(pupil), Integer.MAX_VALUE)
                + appreciations.removeWhere(tx, one -> one.pupil().equals(pupil), Integer.MAX_VALUE);
    }

    @Override
    public List<PromotionId> classes(Term term) {
        return classTerms(
                        grade -> grade.term().equals(term),
                        member -> member.classTerm().term().equals(term))
                .map(ClassTerm::promotion)
                .toList();
    }

    @Override
    public List<ClassTerm> classesOf(PupilId pupil) {
        return classTerms(
                        grade -> grade.pupil().equals(pupil),
                        member -> member.pupil().equals(pupil))
                .toList();
    }

    private Stream<ClassTerm> classTerms(Function<Grade, Boolean> isMeant, Function<ClassMember, Boolean> isMember) {
        return Stream.concat(
                        grades.all().stream().filter(isMeant::apply).flatMap(InMemoryGrades::classTerm),
                        members.all().stream().filter(isMember::apply).map(ClassMember::classTerm))
                .distinct()
                .sorted();
    }

    private static Stream<ClassTerm> classTerm(Grade grade) {
        PromotionId promotion = grade.promotion();
        return promotion == null ? Stream.empty() : Stream.of(new ClassTerm(promotion, grade.term()));
    }

    @Override
    public List<ClassMember> members(ClassTerm classTerm) {
        return members.all().stream()
                .filter(member -> member.classTerm().equals(classTerm))
                .toList();
    }

    @Override
    public List<ClassMember> membersAmong(Collection<PupilId> pupils, Term term) {
        return List.copyOf(members.among(
                        pupils.stream().map(pupil -> new MemberKey(pupil, term)).toList())
                .values());
    }

    @Override
    public List<Grade> ofClass(ClassTerm classTerm) {
        Set<PupilId> pupils = grades.all().stream()
                .filter(grade -> classTerm(grade).anyMatch(classTerm::equals))
                .map(Grade::pupil)
                .collect(Collectors.toSet());
        return of(pupils, classTerm.term());
    }

    @Override
    public List<Grade> of(Collection<PupilId> pupils, Term term) {
        Set<PupilId> wanted = new HashSet<>(pupils);
        return grades.all().stream()
                .filter(grade -> grade.term().equals(term) && wanted.contains(grade.pupil()))
                .sorted(BY_PUPIL)
                .toList();
    }

    @Override
    public List<Grade> grades(Collection<String> ids) {
        return List.copyOf(grades.among(ids).values());
    }

    @Override
    public List<TaughtSubject> subjects(Collection<ClassTerm> classTerms) {
        Set<ClassTerm> wanted = new HashSet<>(classTerms);
        return subjects.all().stream()
                .filter(subject -> wanted.contains(subject.classTerm()))
                .toList();
    }

    @Override
    public List<Appreciation> appreciations(Collection<PupilId> pupils, Term term) {
        Set<PupilId> wanted = new HashSet<>(pupils);
        return appreciations.all().stream()
                .filter(one -> one.term().equals(term) && wanted.contains(one.pupil()))
                .toList();
    }

    @Override
    public List<ReportRelease> releases(Collection<ClassTerm> classTerms) {
        return List.copyOf(releases.among(classTerms).values());
    }
}
