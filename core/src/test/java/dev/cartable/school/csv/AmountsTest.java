package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "1500 | EUR | 1500",
                "1500.00 | EUR | 1500",
                "1500,50 | EUR | 1500.5",
                "1 500,00 | EUR | 1500",
                "1\u00A0500,00 | EUR | 1500",
                "1\u202F500\u202F000,75 | EUR | 1500000.75",
                "1.500,00 | EUR | 1500",
                "1,500.00 | EUR | 1500",
                "1’500.25 | EUR | 1500.25",
                "1.500.000 | EUR | 1500000",
                "1.5 | EUR | 1.5",
                "0.500 | EUR | 0.5",
                "1500.000 | EUR | 1500",
                "1.500 | GNF | 1500",
                "1,500 | XOF | 1500",
                "1500000 | GNF | 1500000",
                "1500.000 | GNF | 1500",
                "12.345 678 | GNF | ",
                "-5 | EUR | -5",
                "−1 200,00 | EUR | -1200",
                "1 500.125 | TND | 1500.125",
            })
    void anAmountIsReadAsItIsWrittenInSeveralCountries(String text, String currency, @Nullable String expected)
            throws BadRowException {
        if (expected == null) {
            assertThat(problem(text, currency, null)).isEqualTo(RowProblem.BAD_AMOUNT);
        } else {
            assertThat(Amounts.read("amount", text, Currency.getInstance(currency), null))
                    .isEqualByComparingTo(new BigDecimal(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.500 | EUR | AMBIGUOUS_AMOUNT",
                "1,500 | EUR | AMBIGUOUS_AMOUNT",
                "-12.345 | EUR | AMBIGUOUS_AMOUNT",
                "1.500 | TND | AMBIGUOUS_AMOUNT",
                "1.50 | GNF | TOO_PRECISE",
                "1.505,123 | EUR | TOO_PRECISE",
                "0,005 | EUR | TOO_PRECISE",
                "1 50,00 | EUR | BAD_AMOUNT",
                "1.50.00 | EUR | BAD_AMOUNT",
                "1,500,00 | EUR | BAD_AMOUNT",
                "1,50.000,00 | EUR | BAD_AMOUNT",
                "1e3 | EUR | BAD_AMOUNT",
                "=1+1 | EUR | BAD_AMOUNT",
                "+5 | EUR | BAD_AMOUNT",
                "(5) | EUR | BAD_AMOUNT",
                "5 EUR | EUR | BAD_AMOUNT",
                ".5 | EUR | BAD_AMOUNT",
                "1000000000000000 | EUR | BAD_AMOUNT",
                "quinze | EUR | BAD_AMOUNT",
            })
    void whatMayMeanAnotherAmountOrNoneIsRefused(String text, String currency, RowProblem problem) {
        assertThat(problem(text, currency, null)).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.500 | , | 1500",
                "1,500 | , | 1.5",
                "1.500 | . | 1.5",
                "1,500 | . | 1500",
                "1.500,25 | , | 1500.25",
            })
    void aMarkThatIsStatedDecides(String text, char mark, String expected) throws BadRowException {
        assertThat(Amounts.read("amount", text, Currency.getInstance("EUR"), mark))
                .isEqualByComparingTo(new BigDecimal(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1,5 | . | BAD_AMOUNT", "1.500,25 | . | BAD_AMOUNT", "1,255 | , | TOO_PRECISE"})
    void anAmountThatContradictsTheStatedMarkIsRefused(String text, char mark, RowProblem problem) {
        assertThat(problem(text, "EUR", mark)).isEqualTo(problem);
    }

    private static RowProblem problem(String text, String currency, @Nullable Character mark) {
        return catchThrowableOfType(
                        BadRowException.class, () -> Amounts.read("amount", text, Currency.getInstance(currency), mark))
                .fault();
    }
}
