package dev.cartable.cli.grade;

import dev.cartable.document.model.Average;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes numbers and days of grades as people of a language read them. */
final class Figures {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);
    private static final int DECIMALS = 4;

    private final Locale language;

    Figures(Locale language) {
        this.language = language;
    }

    /** A day. */
    static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** An average, which always has two decimals. */
    String average(BigDecimal average) {
        return format("0.00", average);
    }

    /** An average; a dash if there is none. */
    String average(Average average) {
        return average.display().map(this::average).orElse("–");
    }

    /** A number as it is, without zeros behind it. */
    String number(BigDecimal number) {
        return format("0.####", number);
    }

    /** An exact value: with four decimals at most, and a sign that it is longer where it is. */
    String value(Rational value) {
        BigDecimal rounded = value.rounded(DECIMALS);
        return (Rational.of(rounded).equals(value) ? "" : "≈") + number(rounded);
    }

    /** A difference, with its sign. */
    String difference(BigDecimal difference) {
        return (difference.signum() > 0 ? "+" : difference.signum() < 0 ? "−" : "±") + average(difference.abs());
    }

    /** The least, the average and the most of a class. */
    String figures(ReportCard.ClassFigures figures) {
        return average(figures.least()) + " / " + average(figures.average()) + " / " + average(figures.most());
    }

    private String format(String pattern, BigDecimal number) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(language)).format(number);
    }
}
