package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * What is said of an average from a value on, such as « Très bien » from 16.
 *
 * @param from the least average that it is said of, on the school's scale
 */
public record AppreciationBand(BigDecimal from, String english, String french) {
    private static final List<AppreciationBand> USUAL = List.of(
            new AppreciationBand(new BigDecimal("16"), "Very good", "Très bien"),
            new AppreciationBand(new BigDecimal("14"), "Good", "Bien"),
            new AppreciationBand(new BigDecimal("12"), "Fairly good", "Assez bien"),
            new AppreciationBand(new BigDecimal("10"), "Satisfactory", "Passable"),
            new AppreciationBand(BigDecimal.ZERO, "Insufficient", "Insuffisant"));

    public AppreciationBand {
        requireNonNull(from, "from");
        requireNonNull(english, "english");
        requireNonNull(french, "french");
        if (english.isBlank() || french.isBlank()) {
            throw new IllegalArgumentException("the band from " + from + " has no words");
        }
    }

    /** The usual bands out of 20: from 16, 14, 12 and 10. */
    public static List<AppreciationBand> defaults() {
        return USUAL;
    }

    /** The same words from another value on. */
    AppreciationBand at(BigDecimal other) {
        return new AppreciationBand(other, english, french);
    }

    /** The words in a language: French, or English for all others. */
    public String words(Locale language) {
        return language.getLanguage().equals(Locale.FRENCH.getLanguage()) ? french : english;
    }
}
