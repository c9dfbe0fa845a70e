package dev.cartable.notice.internal;

import dev.cartable.notice.model.Phrases;
import java.time.LocalDate;
import java.util.Locale;

/** Made-up words for previews and test deliveries: in French, and in English for all other languages. */
public final class SampleWords {
    /** A Tuesday. */
    public static final LocalDate DAY = LocalDate.of(2026, 3, 3);

    private SampleWords() {}

    /** The one of two texts that is in the language. */
    public static String of(Locale language, String french, String english) {
        return language.getLanguage().equals(Locale.FRENCH.getLanguage()) ? french : english;
    }

    /** A given name. */
    public static String given(Locale language) {
        return of(language, "Prénom", "First");
    }

    /** A family name. */
    public static String family(Locale language) {
        return of(language, "NOM", "LAST");
    }

    /** A full name. */
    public static String name(Locale language) {
        return given(language) + " " + family(language);
    }

    /** {@link #DAY}, or some days later, in words. */
    public static String day(Locale language, int later) {
        return Phrases.date(DAY.plusDays(later), language);
    }
}
