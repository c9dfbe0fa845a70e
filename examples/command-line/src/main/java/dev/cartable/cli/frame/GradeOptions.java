package dev.cartable.cli.frame;

import dev.cartable.document.model.GradingRules;
import dev.cartable.document.model.GradingScale;
import dev.cartable.school.model.Mark;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How grades count, as the options say. */
final class GradeOptions {
    private GradeOptions() {}

    /** The rules with what was given. */
    static GradingRules rules(Words words, Options options) {
        GradingRules rules = GradingRules.defaults();
        String scale = options.gradeScale;
        if (scale != null && !scale.isBlank()) {
            rules = rules.withScale(CommandException.option(words, "--grade-scale", scale, () -> scale(scale)));
        }
        String zeros = options.gradeZeros;
        return zeros == null || zeros.isBlank()
                ? rules
                : rules.withZeros(CommandException.option(words, "--grade-zeros", zeros, () -> zeros(zeros)));
    }

    /** Refuses a value that its option could not have; null is one that was not given. */
    static void check(Words words, String name, @Nullable String value) {
        if (value != null && name.equals("grade-scale")) {
            CommandException.option(words, "--" + name, value, () -> scale(value));
        } else if (value != null) {
            CommandException.option(words, "--" + name, value, () -> zeros(value));
        }
    }

    /** {@code 20}, {@code acquired}, or {@code 20 A=18 B=14}: a maximum, and what letters are worth. */
    private static GradingScale scale(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        if (parts[0].equals("acquired") && parts.length == 1) {
            return GradingScale.acquiredOrNot();
        }
        Map<String, BigDecimal> letters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] letter = parts[i].split("=", 2);
            letters.put(letter[0], number(letter.length == 2 ? letter[1] : ""));
        }
        return GradingScale.outOf(number(parts[0]).intValueExact()).withLetters(letters);
    }

    private static BigDecimal number(String text) {
        if (!text.matches("[0-9]{1,6}([.,][0-9]{1,4})?")) {
            throw new IllegalArgumentException("'" + text + "' is no number");
        }
        return new BigDecimal(text.replace(',', '.'));
    }

    private static Set<Mark.Absent> zeros(String text) {
        Set<Mark.Absent> zeros = EnumSet.noneOf(Mark.Absent.class);
        for (String word : text.strip().split("[,\\s]+", -1)) {
            zeros.add(Mark.Absent.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        return zeros;
    }
}
