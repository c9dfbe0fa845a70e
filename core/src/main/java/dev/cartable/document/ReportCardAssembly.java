package dev.cartable.document;

import dev.cartable.document.ClassResults.PupilResults;
import dev.cartable.document.ClassResults.Records;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.GradingRules;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.Attendance;
import dev.cartable.document.model.ReportCard.Comparison;
import dev.cartable.document.model.ReportCard.Holder;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.Grades;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all that belongs to a class and a term, with as many queries for thirty pupils as for one, and makes its report cards. */
final class ReportCardAssembly {
    private final DocumentParts parts;
    private final Grades grades;
    private final GradingRules rules;

    ReportCardAssembly(DocumentParts parts) {
        this.parts = parts;
        this.grades = parts.grades();
        this.rules = parts.gradingRules();
    }

    /** What was read of a class. */
    record ClassReading(ClassTerm classTerm, Promotion promotion, Records records, List<ReportCard> cards) {}

    /** The class that a pupil was in: where the pupil is a member, and else that of the latest grade of the term. */
    Optional<ClassTerm> classOf(PupilId pupil, Term term) {
        return Optional.ofNullable(
                classesOf(grades.membersAmong(Set.of(pupil), term), grades.of(Set.of(pupil), term), term)
                        .get(pupil));
    }

    /** The class in which a pupil has a report card of a term: as {@link #classOf}, unless others are members of it and the pupil is not. */
    Optional<ClassTerm> cardOf(PupilId pupil, Term term) {
        List<ClassMember> own = grades.membersAmong(Set.of(pupil), term);
        Optional<ClassTerm> of =
                Optional.ofNullable(classesOf(own, own.isEmpty() ? grades.of(Set.of(pupil), term) : List.of(), term)
                        .get(pupil));
        return own.isEmpty() ? of.filter(classTerm -> grades.members(classTerm).isEmpty()) : of;
    }

    private static Map<PupilId, ClassTerm> classesOf(
            Collection<ClassMember> members, Collection<Grade> ofTerm, Term term) {
        Map<PupilId, ClassTerm> classes = new HashMap<>();
        // By date: the last one stays.
        for (Grade grade : ofTerm) {
            PromotionId promotion = grade.promotion();
            if (promotion != null) {
                classes.put(grade.pupil(), new ClassTerm(promotion, term));
            }
        }
        members.forEach(member -> classes.put(member.pupil(), member.classTerm()));
        return classes;
    }

    /** The report cards of a class, by pupil; none if no pupil was in it. */
    ClassReading read(ClassTerm classTerm) {
        Term term = classTerm.term();
        List<ClassMember> members = grades.members(classTerm);
        List<Grade> all = members.isEmpty()
                ? grades.ofClass(classTerm)
                : grades.of(members.stream().map(ClassMember::pupil).toList(), term);
        Set<PupilId> pupils = new HashSet<>();
        members.forEach(member -> pupils.add(member.pupil()));
        all.forEach(grade -> pupils.add(grade.pupil()));
        // A pupil may be a member of another class, without any member of this one being recorded.
        List<ClassMember> elsewhere = members.isEmpty() ? grades.membersAmong(pupils, term) : members;
        elsewhere.stream()
                .filter(member -> !member.classTerm().equals(classTerm))
                .forEach(member -> pupils.remove(member.pupil()));
        Records records = new Records(
                members,
                all.stream().filter(grade -> pupils.contains(grade.pupil())).toList(),
                grades.subjects(List.of(classTerm)),
                grades.appreciations(pupils, term));
        ClassResults results = ClassResults.of(rules, classTerm, records);
        Promotion promotion = promotion(classTerm.promotion());
        return new ClassReading(classTerm, promotion, records, cards(classTerm, promotion, records, results));
    }

    private Promotion promotion(PromotionId id) {
        Promotion found = parts.users().promotions(List.of(id)).get(id);
        return found == null ? new Promotion(id, id.value()) : found;
    }

    private List<ReportCard> cards(ClassTerm classTerm, Promotion promotion, Records records, ClassResults results) {
        Set<PupilId> pupils = new TreeSet<>();
        results.all().forEach(one -> pupils.add(one.pupil()));
        if (pupils.isEmpty()) {
            return List.of();
        }
        Map<PupilId, Pupil> known = parts.roster().pupils(pupils);
        SchoolCalendar calendar = parts.calendarSource().calendar();
        Map<PupilId, Attendance> attendance = attendance(pupils, calendar.period(classTerm.term()));
        Term before = calendar.before(classTerm.term()).orElse(null);
        Map<PupilId, BigDecimal> earlier = before == null ? Map.of() : averages(pupils, before);
        Instant releasedAt = grades.releases(List.of(classTerm)).stream()
                .map(ReportRelease::releasedAt)
                .findFirst()
                .orElse(null);
        Map<PupilId, ClassMember> members =
                records.members().stream().collect(Collectors.toMap(ClassMember::pupil, member -> member));
        return results.all().stream()
                .map(one -> new ReportCard(
                        classTerm.term(),
                        holder(one.pupil(), known.get(one.pupil()), members.get(one.pupil())),
                        promotion,
                        results.size(),
                        rules.scale(),
                        one.subjects(),
                        one.general(),
                        results.figures().orElse(null),
                        one.rank(),
                        one.band(),
                        attendance.getOrDefault(one.pupil(), Attendance.COMPLETE),
                        words(records, one.pupil(), Appreciation.Type.GENERAL),
                        words(records, one.pupil(), Appreciation.Type.DECISION),
                        comparison(one, before, earlier.get(one.pupil())),
                        1,
                        releasedAt))
                .toList();
    }

    /** A pupil who is no longer on the roster has only an id. */
    private static Holder holder(PupilId id, @Nullable Pupil pupil, @Nullable ClassMember member) {
        return new Holder(
                id,
                pupil == null ? new PersonName("", id.value()) : pupil.name(),
                member == null ? null : member.registrationNumber(),
                member == null ? null : member.level());
    }

    private static @Nullable String words(Records records, PupilId pupil, Appreciation.Type type) {
        return records.appreciations().stream()
                .filter(one -> one.pupil().equals(pupil) && one.type() == type)
                .map(Appreciation::text)
                .findFirst()
                .orElse(null);
    }

    private Map<PupilId, Attendance> attendance(Set<PupilId> pupils, Optional<CalendarPeriod> period) {
        if (period.isEmpty() || parts.absences().isEmpty()) {
            return Map.of();
        }
        Map<PupilId, List<Absence>> absences =
                parts
                        .absences()
                        .get()
                        .of(pupils, period.get().first(), period.get().last())
                        .stream()
                        .collect(Collectors.groupingBy(Absence::pupil));
        Map<PupilId, Attendance> attendance = new HashMap<>();
        absences.forEach((pupil, own) -> attendance.put(pupil, AttendanceRules.attendance(own)));
        return attendance;
    }

    private static @Nullable Comparison comparison(
            PupilResults results, @Nullable Term before, @Nullable BigDecimal earlier) {
        BigDecimal shown = results.general().display().orElse(null);
        return before == null || earlier == null || shown == null
                ? null
                : new Comparison(before, earlier, shown.subtract(earlier));
    }

    /** The general averages of a term, with the coefficients of the class that each pupil was in then. */
    private Map<PupilId, BigDecimal> averages(Set<PupilId> pupils, Term term) {
        List<Grade> all = grades.of(pupils, term);
        List<ClassMember> members = grades.membersAmong(pupils, term);
        Map<PupilId, ClassTerm> classes = classesOf(members, all, term);
        Set<ClassTerm> classTerms = new HashSet<>(classes.values());
        Records records = new Records(members, all, grades.subjects(classTerms), List.of());
        Map<PupilId, BigDecimal> averages = new HashMap<>();
        for (ClassTerm classTerm : classTerms) {
            for (PupilResults results :
                    ClassResults.of(rules, classTerm, records).all()) {
                if (results.general() instanceof Average.Of average && classTerm.equals(classes.get(results.pupil()))) {
                    averages.put(results.pupil(), average.shown());
                }
            }
        }
        return averages;
    }
}
