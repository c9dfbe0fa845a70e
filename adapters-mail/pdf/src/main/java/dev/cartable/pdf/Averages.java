package dev.cartable.pdf;

import dev.cartable.document.model.Average;
import dev.cartable.document.model.ReportCard.GradeLine;
import dev.cartable.document.model.ReportCard.Rank;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.Mark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Averages and ranks as they stand in a table: numbers, or signs that the legend explains. */
final class Averages {
    private final Words words;
    private final Legend legend;

    Averages(Words words, Legend legend) {
        this.words = words;
        this.legend = legend;
    }

    /** The average of a subject, or the reason why there is none. */
    String of(SubjectLine line) {
        return line.average().display().map(words::number).orElseGet(() -> reason(line));
    }

    private String reason(SubjectLine line) {
        if (!(line.average() instanceof Average.None none)) {
            throw new IllegalStateException("no number and no reason: " + line.average());
        }
        return switch (none) {
            case NO_GRADES -> legend.sign("no_grades");
            case NOTHING_COUNTS -> legend.sign("nothing_counts");
            case NO_NUMBERS -> absences(line.grades());
            case NOT_AVERAGED -> results(line.grades());
        };
    }

    /** Why the grades have no numbers, each reason once. */
    private String absences(List<GradeLine> grades) {
        Set<String> signs = new LinkedHashSet<>();
        for (GradeLine line : grades) {
            if (line.grade().mark() instanceof Mark.Absent absent) {
                signs.add(sign(absent));
            } else if (line.grade().mark() instanceof Mark.Letter letter) {
                signs.add(letter.symbol());
            }
        }
        return signs.isEmpty() ? legend.sign("no_grades") : String.join(" ", signs);
    }

    private String sign(Mark.Absent absent) {
        return switch (absent) {
            case MISSING -> legend.sign("missing");
            case EXCUSED -> legend.sign("excused");
            case NOT_GRADED -> legend.sign("not_graded");
            case NOT_HANDED_IN -> legend.sign("not_handed_in");
        };
    }

    /** Where nothing is averaged: how many skills are acquired, or the letters. */
    private String results(List<GradeLine> grades) {
        long assessed = grades.stream()
                .filter(line -> line.grade().mark() instanceof Mark.Skill)
                .count();
        if (assessed > 0) {
            long acquired = grades.stream()
                    .filter(line -> line.grade().mark() == Mark.Skill.ACQUIRED)
                    .count();
            legend.sign("skills");
            return acquired + "/" + assessed;
        }
        return absences(grades);
    }

    String of(Average general) {
        return general.display().map(words::number).orElseGet(() -> legend.sign("no_grades"));
    }

    /** The place alone, with a sign if it is shared; empty without one. */
    String of(@Nullable Rank rank) {
        if (rank == null) {
            return "";
        }
        return rank.position() + (rank.shared() ? legend.sign("shared") : "");
    }
}
