package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.AverageRules.Part;
import dev.cartable.document.model.AppreciationBand;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.GradingRules;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.Counting;
import dev.cartable.document.model.ReportCard.GradeLine;
import dev.cartable.document.model.ReportCard.Rank;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.TaughtSubject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The averages and ranks of a class in a term. A subject for which the class has no coefficient has the coefficient 1. A pupil has a
 * line for each subject with a grade or an appreciation. Immutable.
 */
final class ClassResults {
    private static final Comparator<Grade> BY_DATE =
            Comparator.comparing(Grade::date).thenComparing(Grade::id);

    private final Map<PupilId, PupilResults> pupils;
    private final @Nullable ClassFigures figures;

    private ClassResults(Map<PupilId, PupilResults> pupils, @Nullable ClassFigures figures) {
        this.pupils = pupils;
        this.figures = figures;
    }

    /**
     * What one pupil has.
     *
     * @param subjects in the order of the report card
     * @param rank null without a general average
     * @param band null without a general average
     */
    public record PupilResults(
            PupilId pupil,
            List<SubjectLine> subjects,
            Average general,
            @Nullable Rank rank,
            @Nullable AppreciationBand band) {
        public PupilResults {
            requireNonNull(pupil, "pupil");
            subjects = List.copyOf(subjects);
            requireNonNull(general, "general");
        }
    }

    /** What is recorded for a class and a term. */
    public record Records(
            Collection<ClassMember> members,
            Collection<Grade> grades,
            Collection<TaughtSubject> subjects,
            Collection<Appreciation> appreciations) {
        public Records {
            members = List.copyOf(members);
            grades = List.copyOf(grades);
            subjects = List.copyOf(subjects);
            appreciations = List.copyOf(appreciations);
        }
    }

    /**
     * The results of a class. Records of other terms, and of pupils who were not in the class, are left out.
     *
     * @param records of all pupils who have a grade of the term in this class; where they have one in another class too, with it
     */
    public static ClassResults of(GradingRules rules, ClassTerm classTerm, Records records) {
        Calculation calculation = new Calculation(rules, classTerm, records);
        return calculation.results();
    }

    /**
     * Who was in the class: its members, if they are recorded, and otherwise the pupils whose latest grade of the term was given in it.
     */
    static Set<PupilId> pupils(ClassTerm classTerm, Records records) {
        Set<PupilId> pupils = new TreeSet<>();
        records.members().stream()
                .filter(member -> member.classTerm().equals(classTerm))
                .forEach(member -> pupils.add(member.pupil()));
        if (!pupils.isEmpty()) {
            return pupils;
        }
        Map<PupilId, Grade> latest = new HashMap<>();
        records.grades().stream()
                .filter(grade -> grade.term().equals(classTerm.term()))
                .forEach(grade -> latest.merge(
                        grade.pupil(), grade, (one, other) -> BY_DATE.compare(one, other) < 0 ? other : one));
        latest.values().stream()
                .filter(grade -> classTerm.promotion().equals(grade.promotion()))
                .forEach(grade -> pupils.add(grade.pupil()));
        return pupils;
    }

    /** The pupils of the class, in the order of their ids. */
    public List<PupilResults> all() {
        return List.copyOf(pupils.values());
    }

    /** What a pupil has; empty for one who was not in the class. */
    public Optional<PupilResults> of(PupilId pupil) {
        return Optional.ofNullable(pupils.get(pupil));
    }

    /** How many pupils were in the class. */
    public int size() {
        return pupils.size();
    }

    /** The general averages of the class; empty if no pupil has one. */
    public Optional<ClassFigures> figures() {
        return Optional.ofNullable(figures);
    }

    /** The subjects of all lines, in the order of the report card. */
    public List<Subject> subjects() {
        Map<String, Subject> subjects = new LinkedHashMap<>();
        List<SubjectLine> lines =
                pupils.values().stream().flatMap(one -> one.subjects().stream()).toList();
        lines.stream()
                .sorted(Comparator.comparingInt(SubjectLine::position)
                        .thenComparing(line -> line.subject().code()))
                .forEach(line -> subjects.putIfAbsent(line.subject().code(), line.subject()));
        return List.copyOf(subjects.values());
    }

    /** One calculation for a class. */
    private static final class Calculation {
        private final GradingRules rules;
        private final Map<String, TaughtSubject> taught = new HashMap<>();
        private final Map<PupilId, Map<String, List<Grade>>> grades = new TreeMap<>();
        private final Map<PupilId, Map<String, String>> words = new HashMap<>();

        Calculation(GradingRules rules, ClassTerm classTerm, Records records) {
            this.rules = requireNonNull(rules, "rules");
            pupils(classTerm, records).forEach(pupil -> grades.put(pupil, new HashMap<>()));
            records.subjects().stream()
                    .filter(subject -> subject.classTerm().equals(classTerm))
                    .forEach(subject -> taught.put(subject.subject().code(), subject));
            records.grades().stream()
                    .filter(grade -> grade.term().equals(classTerm.term()))
                    .sorted(BY_DATE)
                    .forEach(this::add);
            for (Appreciation appreciation : records.appreciations()) {
                String code = appreciation.subject();
                Map<String, List<Grade>> own = grades.get(appreciation.pupil());
                if (code != null && own != null && appreciation.term().equals(classTerm.term())) {
                    own.putIfAbsent(code, List.of());
                    words.computeIfAbsent(appreciation.pupil(), pupil -> new HashMap<>())
                            .put(code, appreciation.text());
                }
            }
        }

        /** Grades of pupils who were not in the class are left out. */
        private void add(Grade grade) {
            Map<String, List<Grade>> own = grades.get(grade.pupil());
            if (own != null) {
                own.computeIfAbsent(grade.subject().code(), code -> new ArrayList<>())
                        .add(grade);
            }
        }

        ClassResults results() {
            Map<PupilId, Average> generals = new LinkedHashMap<>();
            Map<String, Map<PupilId, Average>> bySubject = new HashMap<>();
            Map<PupilId, List<SubjectLine>> lines = new LinkedHashMap<>();
            grades.forEach((pupil, own) -> {
                List<SubjectLine> unranked = own.entrySet().stream()
                        .map(entry -> line(pupil, entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingInt(SubjectLine::position)
                                .thenComparing(line -> line.subject().code()))
                        .toList();
                unranked.forEach(line -> bySubject
                        .computeIfAbsent(line.subject().code(), code -> new LinkedHashMap<>())
                        .put(pupil, line.average()));
                lines.put(pupil, unranked);
                generals.put(pupil, general(unranked));
            });
            Map<String, Map<PupilId, Rank>> subjectRanks = new HashMap<>();
            Map<String, Optional<ClassFigures>> subjectFigures = new HashMap<>();
            bySubject.forEach((code, averages) -> {
                subjectRanks.put(code, AverageRules.ranks(averages));
                subjectFigures.put(code, Optional.ofNullable(AverageRules.figures(averages.values())));
            });
            Map<PupilId, Rank> ranks = AverageRules.ranks(generals);
            Map<PupilId, PupilResults> results = new LinkedHashMap<>();
            lines.forEach((pupil, own) -> {
                Average general = generals.getOrDefault(pupil, Average.None.NO_GRADES);
                List<SubjectLine> ranked = own.stream()
                        .map(line -> within(
                                line,
                                subjectFigures
                                        .getOrDefault(line.subject().code(), Optional.empty())
                                        .orElse(null),
                                subjectRanks
                                        .getOrDefault(line.subject().code(), Map.of())
                                        .get(pupil)))
                        .toList();
                results.put(
                        pupil,
                        new PupilResults(
                                pupil,
                                ranked,
                                general,
                                ranks.get(pupil),
                                rules.band(general).orElse(null)));
            });
            return new ClassResults(results, AverageRules.figures(generals.values()));
        }

        private SubjectLine line(PupilId pupil, String code, List<Grade> own) {
            TaughtSubject subject = taught.get(code);
            List<GradeLine> grades = own.stream().map(this::line).toList();
            Average average = AverageRules.average(
                    rules.scale(),
                    grades.stream()
                            .map(line -> new Part(
                                    line.value(),
                                    line.grade().coefficient(),
                                    line.grade().bonus()))
                            .toList());
            return new SubjectLine(
                    describe(code, subject, own),
                    subject == null ? BigDecimal.ONE : subject.coefficient(),
                    subject != null && subject.bonus(),
                    subject == null ? Integer.MAX_VALUE : subject.position(),
                    average,
                    null,
                    null,
                    rules.band(average).orElse(null),
                    words.getOrDefault(pupil, Map.of()).get(code),
                    grades);
        }

        /** The name and the teacher that the class has for a subject, or else those of its latest grade. */
        private static Subject describe(String code, @Nullable TaughtSubject taught, List<Grade> own) {
            Subject given = taught == null ? Subject.of(code) : taught.subject();
            Subject latest = own.isEmpty() ? given : own.get(own.size() - 1).subject();
            return new Subject(
                    code,
                    given.name() == null ? latest.name() : given.name(),
                    given.teacher() == null ? latest.teacher() : given.teacher());
        }

        private GradeLine line(Grade grade) {
            Rational value = rules.scale().valueOf(grade.mark()).orElse(null);
            boolean isZero = value == null
                    && rules.scale().averaged()
                    && grade.mark() instanceof Mark.Absent absent
                    && rules.zeros().contains(absent);
            Counting counting = value == null && !isZero
                    ? Counting.NO_NUMBER
                    : grade.coefficient().signum() == 0
                            ? Counting.NO_COEFFICIENT
                            : grade.bonus() ? Counting.BONUS : isZero ? Counting.ZERO : Counting.COUNTED;
            return new GradeLine(grade, isZero ? Rational.ZERO : value, counting);
        }

        private Average general(List<SubjectLine> lines) {
            List<Part> parts = lines.stream()
                    .map(line -> new Part(line.average().value().orElse(null), line.coefficient(), line.bonus()))
                    .toList();
            Average average = AverageRules.average(rules.scale(), parts);
            return average == Average.None.NO_NUMBERS ? reason(lines) : average;
        }

        /** Why no subject has an average: the reason of the one that is nearest to having one. */
        private static Average reason(List<SubjectLine> lines) {
            return lines.stream()
                    .flatMap(line -> line.average() instanceof Average.None none
                            ? Optional.of(none).stream()
                            : Optional.<Average.None>empty().stream())
                    .max(Comparator.naturalOrder())
                    .map(Average.class::cast)
                    .orElse(Average.None.NO_GRADES);
        }
    }

    /** The same line, compared with the class. */
    private static SubjectLine within(SubjectLine line, @Nullable ClassFigures figures, @Nullable Rank place) {
        return new SubjectLine(
                line.subject(),
                line.coefficient(),
                line.bonus(),
                line.position(),
                line.average(),
                figures,
                place,
                line.band(),
                line.appreciation(),
                line.grades());
    }
}
