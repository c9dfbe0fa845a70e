package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.ReportCardAssembly.ClassReading;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.GradeLine;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.document.model.ReportCardFinding;
import dev.cartable.document.model.ReportCardFinding.Code;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is missing or doubtful before report cards are made, so that teachers mend it first. A subject or a piece of work for which
 * less than half of the class has a grade is taken for an option. Writes nothing. Safe for use by several threads.
 */
public final class CheckReportCards {
    private final DocumentParts parts;

    CheckReportCards(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    Report check(Term term, Set<PromotionId> only) {
        ReportCardAssembly assembly = new ReportCardAssembly(parts);
        List<ReportCardFinding> findings = new ArrayList<>();
        long classes = 0;
        long pupils = 0;
        for (PromotionId promotion : parts.grades().classes(term)) {
            if (only.isEmpty() || only.contains(promotion)) {
                ClassReading reading = assembly.read(new ClassTerm(promotion, term));
                new ClassCheck(reading, findings::add).run();
                classes++;
                pupils += reading.cards().size();
            }
        }
        findings.sort(ReportCardFinding.BY_TEACHER);
        return new Report(new Counts(classes, pupils, findings.size()), findings);
    }

    /** What was found, by teacher. */
    public record Report(Counts counts, List<ReportCardFinding> findings) {
        public Report {
            requireNonNull(counts, "counts");
            findings = List.copyOf(findings);
        }
    }

    /** How much was looked at, and how much was found. */
    public record Counts(long classes, long pupils, long findings) implements dev.cartable.work.Counts {}

    /** What identifies a piece of work of a class. */
    private record Work(
            String subject, LocalDate date, @Nullable String kind) {
        static Work of(Grade grade) {
            return new Work(grade.subject().code(), grade.date(), grade.kind());
        }
    }

    /** The check of one class. */
    private static final class ClassCheck {
        private final ClassReading reading;
        private final Consumer<ReportCardFinding> findings;
        private final List<PersonName> names;
        private final Map<String, Subject> subjects = new HashMap<>();
        private final Map<String, Long> graded = new HashMap<>();
        private final Map<Work, Long> works = new HashMap<>();

        ClassCheck(ClassReading reading, Consumer<ReportCardFinding> findings) {
            this.reading = reading;
            this.findings = findings;
            this.names =
                    reading.cards().stream().map(card -> card.pupil().name()).toList();
        }

        void run() {
            reading.records()
                    .subjects()
                    .forEach(one -> subjects.put(one.subject().code(), one.subject()));
            for (ReportCard card : reading.cards()) {
                for (SubjectLine line : card.subjects()) {
                    subjects.merge(
                            line.subject().code(),
                            line.subject(),
                            (taught, own) -> taught.teacher() == null ? own : taught);
                    if (!line.grades().isEmpty()) {
                        graded.merge(line.subject().code(), 1L, Long::sum);
                    }
                    line.grades().stream()
                            .map(grade -> Work.of(grade.grade()))
                            .distinct()
                            .forEach(work -> works.merge(work, 1L, Long::sum));
                }
            }
            Set<String> taught = reading.records().subjects().stream()
                    .map(TaughtSubject::subject)
                    .map(Subject::code)
                    .collect(Collectors.toSet());
            graded.keySet().stream()
                    .filter(code -> !taught.contains(code))
                    .forEach(code -> find(Code.NO_COEFFICIENT, null, subjects.get(code), null));
            if (!reading.cards().isEmpty() && reading.cards().get(0).releasedAt() == null) {
                find(Code.NO_RELEASE, null, null, null);
            }
            reading.cards().forEach(this::check);
        }

        private void check(ReportCard card) {
            Set<String> own = new HashSet<>();
            Set<Work> done = new HashSet<>();
            for (SubjectLine line : card.subjects()) {
                if (!line.grades().isEmpty()) {
                    own.add(line.subject().code());
                }
                line.grades().forEach(grade -> done.add(Work.of(grade.grade())));
                check(card, line);
            }
            graded.entrySet().stream()
                    .filter(entry -> isOfMost(entry.getValue()) && !own.contains(entry.getKey()))
                    .forEach(entry -> find(Code.NO_GRADE, card, subjects.get(entry.getKey()), null));
            works.entrySet().stream()
                    .filter(entry -> isOfMost(entry.getValue())
                            && !done.contains(entry.getKey())
                            && own.contains(entry.getKey().subject()))
                    .forEach(entry -> find(
                            Code.MISSING_GRADE,
                            card,
                            subjects.get(entry.getKey().subject()),
                            entry.getKey().date(),
                            entry.getKey().kind()));
            if (card.appreciation() == null) {
                find(Code.NO_GENERAL_APPRECIATION, card, null, null);
            }
            Stream.of(card.appreciation(), card.decision()).forEach(text -> otherName(card, null, text));
        }

        private void check(ReportCard card, SubjectLine line) {
            if (line.appreciation() == null && !line.grades().isEmpty()) {
                find(Code.NO_APPRECIATION, card, line.subject(), null);
            }
            otherName(card, line.subject(), line.appreciation());
            for (GradeLine grade : line.grades()) {
                if (grade.grade().mark() instanceof Mark.Letter letter
                        && card.scale().averaged()
                        && grade.value() == null) {
                    find(Code.UNKNOWN_LETTER, card, line.subject(), letter.symbol());
                }
            }
        }

        private void otherName(ReportCard card, @Nullable Subject subject, @Nullable String text) {
            if (text != null) {
                NameMentions.otherName(text, card.pupil().name(), names)
                        .ifPresent(name -> find(Code.OTHER_NAME, card, subject, name));
            }
        }

        private boolean isOfMost(long pupils) {
            return pupils * 2 >= reading.cards().size();
        }

        private void find(Code code, @Nullable ReportCard card, @Nullable Subject subject, @Nullable String detail) {
            find(code, card, subject, null, detail);
        }

        private void find(
                Code code,
                @Nullable ReportCard card,
                @Nullable Subject subject,
                @Nullable LocalDate day,
                @Nullable String detail) {
            findings.accept(new ReportCardFinding(
                    code,
                    subject == null ? null : subject.teacher(),
                    reading.classTerm().promotion(),
                    card == null ? null : card.pupil().id(),
                    card == null ? null : card.pupil().name().full(),
                    subject,
                    day,
                    detail));
        }
    }
}
