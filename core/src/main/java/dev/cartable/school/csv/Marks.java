package dev.cartable.school.csv;

import dev.cartable.school.model.Mark;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads marks as schools write them: 12.5, 12,5, 12,5/20, a letter, or a word for why there is none. */
final class Marks {
    private static final String NUMBER = "[0-9]{1,6}(?:[.,][0-9]{1,4})?";
    private static final Pattern POINTS = Pattern.compile("(" + NUMBER + ")(?:\\s*/\\s*(" + NUMBER + "))?");
    private static final Pattern LETTER = Pattern.compile("\\p{L}{1,3}[+-]?");
    private static final Pattern NO_RESULT =
            Pattern.compile("[+-]?(nan|inf|infinity|null|undefined)", Pattern.CASE_INSENSITIVE);
    private static final BigDecimal TWENTY = new BigDecimal("20");

    private static final Vocabulary<Mark> WORDS = new Vocabulary<Mark>()
            .with(Mark.Absent.MISSING, "absent", "absente", "abs", "missing", "manquant", "manquante")
            .with(
                    Mark.Absent.EXCUSED,
                    "excused",
                    "dispensé",
                    "exempt",
                    "disp",
                    "dispensée",
                    "excusé",
                    "excusée",
                    "inapte")
            .with(
                    Mark.Absent.NOT_GRADED,
                    "not graded",
                    "non noté",
                    "ungraded",
                    "NN",
                    "N. not",
                    "non notée",
                    "submitted")
            .with(Mark.Absent.NOT_HANDED_IN, "not handed in", "non rendu", "NR", "N. rdu", "non remis", "not submitted")
            .with(Mark.Skill.ACQUIRED, "acquired", "acquis", "acquise")
            .with(Mark.Skill.NOT_ACQUIRED, "not acquired", "non acquis", "non acquise");

    private Marks() {}

    /** The mark in a cell, out of what another cell says, or of 20. */
    static Mark read(RecordRow row, String column, String outOfColumn) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            throw new BadRowException(RowProblem.MISSING_VALUE, column);
        }
        Matcher points = POINTS.matcher(text);
        if (points.matches()) {
            BigDecimal outOf = number(row, outOfColumn, RowProblem.BAD_GRADE);
            BigDecimal within = points.group(2) == null ? null : decimal(points.group(2));
            if (outOf != null && within != null && outOf.compareTo(within) != 0) {
                throw new BadRowException(RowProblem.UNFIT, outOfColumn);
            }
            return points(decimal(points.group(1)), outOf == null ? within == null ? TWENTY : within : outOf, column);
        }
        Mark word = WORDS.meaning(text);
        if (word != null) {
            return word;
        }
        if (LETTER.matcher(text).matches()) {
            return letter(text, column);
        }
        throw new BadRowException(RowProblem.BAD_GRADE, column);
    }

    /** A letter; what a program has written for a calculation without a result is none. */
    static Mark letter(String text, String column) throws BadRowException {
        if (NO_RESULT.matcher(text).matches()) {
            throw new BadRowException(RowProblem.BAD_GRADE, column);
        }
        return new Mark.Letter(text);
    }

    static Mark points(BigDecimal value, BigDecimal outOf, String column) throws BadRowException {
        if (outOf.signum() <= 0 || value.signum() < 0) {
            throw new BadRowException(RowProblem.BAD_GRADE, column);
        }
        if (value.compareTo(outOf) > 0) {
            throw new BadRowException(
                    RowProblem.GRADE_ABOVE_MAXIMUM,
                    column,
                    "value",
                    value.toPlainString(),
                    "maximum",
                    outOf.toPlainString());
        }
        return new Mark.Points(value, outOf);
    }

    /** A number from zero on, with a point or a comma; null if the cell is empty. */
    static @Nullable BigDecimal number(RecordRow row, String column, RowProblem problem) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches(NUMBER)) {
            throw new BadRowException(problem, column);
        }
        return decimal(text);
    }

    /** A coefficient; 1 if the cell is empty. */
    static BigDecimal coefficient(RecordRow row) throws BadRowException {
        BigDecimal coefficient = number(row, "coefficient", RowProblem.BAD_COEFFICIENT);
        return coefficient == null ? BigDecimal.ONE : coefficient;
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text.replace(',', '.'));
    }
}
