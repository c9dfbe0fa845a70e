package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Phrases;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {
    @Test
    void writesDatesAsInALetter() {
        assertThat(Phrases.date(LocalDate.of(2026, 3, 3), Locale.FRENCH)).isEqualTo("mardi 3 mars 2026");
        assertThat(Phrases.date(LocalDate.of(2026, 3, 1), Locale.CANADA_FRENCH)).isEqualTo("dimanche 1er mars 2026");
        assertThat(Phrases.date(LocalDate.of(2026, 3, 3), Locale.US)).isEqualTo("Tuesday 3 March 2026");
        assertThat(Phrases.date(LocalDate.of(2026, 3, 3), Locale.GERMAN)).isEqualTo("Dienstag, 3. März 2026");
    }

    @Test
    void theFirstOfAMonthHasItsOrdinalInFrenchTimesToo() {
        ZonedDateTime first = LocalDateTime.of(2026, 12, 1, 8, 0).atZone(ZoneOffset.UTC);

        assertThat(Phrases.time(first, FormatStyle.LONG, Locale.FRENCH)).startsWith("1er décembre 2026");
        assertThat(Phrases.time(first, FormatStyle.MEDIUM, Locale.CANADA_FRENCH))
                .startsWith("1er déc. 2026");
        assertThat(Phrases.time(first.plusDays(10), FormatStyle.LONG, Locale.FRENCH))
                .startsWith("11 décembre 2026");
        assertThat(Phrases.time(first, FormatStyle.LONG, Locale.ENGLISH)).startsWith("December 1, 2026");
    }

    @Test
    void writesListsAsInASentence() {
        assertThat(Phrases.list(List.of(), Locale.FRENCH)).isEmpty();
        assertThat(Phrases.list(List.of("Awa"), Locale.FRENCH)).isEqualTo("Awa");
        assertThat(Phrases.list(List.of("Awa", "Binta", "Chloé"), Locale.FRENCH))
                .isEqualTo("Awa, Binta et Chloé");
        assertThat(Phrases.list(List.of("Awa", "Binta"), Locale.ENGLISH)).isEqualTo("Awa and Binta");
        assertThat(Phrases.list(List.of("Awa", "Binta"), Locale.GERMAN)).isEqualTo("Awa, Binta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1500000|GNF|fr|1_500_000_GNF",
                "1500000|GNF|en|1,500,000_GNF",
                "1499.5|XOF|fr|1_500_XOF",
                "1498.5|XOF|fr|1_499_XOF",
                "1499.4|XAF|fr|1_499_XAF",
                "1500.5|EUR|fr|1_500,50_EUR",
                "1500.5|USD|en|1,500.50_USD",
                "12|TND|fr|12,000_TND"
            })
    void anAmountHasTheDecimalsOfItsCurrencyAndNoNarrowSpace(
            BigDecimal amount, String currency, String language, String text) {
        assertThat(Phrases.money(amount, Currency.getInstance(currency), Locale.forLanguageTag(language)))
                .isEqualTo(text.replace('_', '\u00A0'))
                .doesNotContain("\u202F");
    }
}
