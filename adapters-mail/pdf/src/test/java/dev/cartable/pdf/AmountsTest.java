package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    private static final String NARROW = "\u202F";
    private static final String NO_BREAK = "\u00A0";

    /** A narrow no-break space is written ' in these rows, a no-break space ~. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "GNF; 1500000; 1'500'000~GNF; 1,500,000~GNF",
                "GNF; 0; 0~GNF; 0~GNF",
                "XOF; 999; 999~XOF; 999~XOF",
                "XOF; -15000; -15'000~XOF; -15,000~XOF",
                "XAF; 1000.00; 1'000~XAF; 1,000~XAF",
                "MAD; 1500; 1'500,00~MAD; 1,500.00~MAD",
                "MAD; 1500.5; 1'500,50~MAD; 1,500.50~MAD",
                "EUR; 1234567.89; 1'234'567,89~EUR; 1,234,567.89~EUR",
                "EUR; 1E+3; 1'000,00~EUR; 1,000.00~EUR",
                "TND; 12.5; 12,500~TND; 12.500~TND",
                "GNF; 999999999999999; 999'999'999'999'999~GNF; 999,999,999,999,999~GNF"
            })
    void have_the_decimals_of_their_currency_and_spaces_that_do_not_break(
            String currency, String amount, String french, String english) {
        assertThat(in(Locale.FRENCH, amount, currency)).isEqualTo(spaced(french));
        assertThat(in(Locale.ENGLISH, amount, currency)).isEqualTo(spaced(english));
    }

    @Test
    void what_is_more_exact_than_the_currency_is_shown_and_not_rounded() {
        assertThat(in(Locale.FRENCH, "10.005", "EUR")).isEqualTo("10,005" + NO_BREAK + "EUR");
        assertThat(in(Locale.FRENCH, "0.5", "GNF")).isEqualTo("0,5" + NO_BREAK + "GNF");
    }

    @Test
    void digits_are_those_from_zero_to_nine_in_each_language() {
        assertThat(in(Locale.forLanguageTag("ar-EG"), "12", "EUR")).matches("12.00\\xA0EUR");
    }

    @Test
    void a_quantity_has_no_zeros_at_the_end() {
        assertThat(new Amounts(Locale.FRENCH).quantity(new BigDecimal("3.00"))).isEqualTo("3");
        assertThat(new Amounts(Locale.FRENCH).quantity(new BigDecimal("2.50"))).isEqualTo("2,5");
        assertThat(new Amounts(Locale.FRENCH).quantity(new BigDecimal("1E+3"))).isEqualTo("1" + NARROW + "000");
    }

    private static String in(Locale language, String amount, String currency) {
        return new Amounts(language).withCode(new BigDecimal(amount), Currency.getInstance(currency));
    }

    private static String spaced(String text) {
        return text.replace("'", NARROW).replace("~", NO_BREAK);
    }
}
