package dev.cartable.pdf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountInWordsTest {
    private static final AmountInWords FRENCH =
            new AmountInWords(DocumentTemplates.builtIn().invoiceWords(Locale.FRENCH));
    private static final AmountInWords ENGLISH =
            new AmountInWords(DocumentTemplates.builtIn().invoiceWords(Locale.ENGLISH));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GNF; 0; zéro franc guinéen",
                "GNF; 1; un franc guinéen",
                "GNF; 2; deux francs guinéens",
                "GNF; 21; vingt et un francs guinéens",
                "GNF; 71; soixante et onze francs guinéens",
                "GNF; 80; quatre-vingts francs guinéens",
                "GNF; 81; quatre-vingt-un francs guinéens",
                "GNF; 99; quatre-vingt-dix-neuf francs guinéens",
                "GNF; 100; cent francs guinéens",
                "GNF; 200; deux cents francs guinéens",
                "GNF; 201; deux cent un francs guinéens",
                "GNF; 1000; mille francs guinéens",
                "GNF; 80000; quatre-vingt mille francs guinéens",
                "GNF; 200000; deux cent mille francs guinéens",
                "GNF; 1000000; un million de francs guinéens",
                "GNF; 2000000; deux millions de francs guinéens",
                "GNF; 2000001; deux millions un francs guinéens",
                "GNF; 2500000; deux millions cinq cent mille francs guinéens",
                "GNF; 80000000; quatre-vingts millions de francs guinéens",
                "GNF; 200000000; deux cents millions de francs guinéens",
                "GNF; 380500000; trois cent quatre-vingts millions cinq cent mille francs guinéens",
                "GNF; 1000000000; un milliard de francs guinéens",
                "GNF; 999999999999999; neuf cent quatre-vingt-dix-neuf billions neuf cent quatre-vingt-dix-neuf milliards neuf cent quatre-vingt-dix-neuf millions neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf francs guinéens",
                "XOF; 150000; cent cinquante mille francs CFA",
                "XOF; 3000000; trois millions de francs CFA",
                "XAF; 75500; soixante-quinze mille cinq cents francs CFA",
                "MAD; 1; un dirham marocain",
                "MAD; 1500.50; mille cinq cents dirhams marocains et cinquante centimes",
                "MAD; 80.10; quatre-vingts dirhams marocains et dix centimes",
                "EUR; 1; un euro",
                "EUR; 1.01; un euro et un centime",
                "EUR; 0.50; zéro euro et cinquante centimes",
                "EUR; 1000000; un million d’euros",
                "EUR; 1234.56; mille deux cent trente-quatre euros et cinquante-six centimes",
                "EUR; -12; moins douze euros",
                "TND; 12.005; douze dinars tunisiens et cinq millimes",
                "HTG; 21; vingt et une gourdes haïtiennes",
                "JPY; 1000000; un million de yens japonais",
                "GBP; 1; une livre sterling",
                "EGP; 12.50; douze livres égyptiennes et 50/100"
            })
    void are_said_in_french(String currency, String amount, String words) {
        assertThat(FRENCH.of(new BigDecimal(amount), Currency.getInstance(currency)))
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GNF; 0; zero Guinean francs",
                "GNF; 1; one Guinean franc",
                "GNF; 1000000; one million Guinean francs",
                "GNF; 2500000; two million five hundred thousand Guinean francs",
                "XOF; 150000; one hundred fifty thousand CFA francs",
                "XAF; 1; one CFA franc",
                "MAD; 1500.50; one thousand five hundred Moroccan dirhams and fifty centimes",
                "EUR; 1.01; one euro and one cent",
                "EUR; 21.21; twenty-one euros and twenty-one cents",
                "EUR; -12; minus twelve euros",
                "GBP; 3.02; three British pounds and two pence",
                "JOD; 1.250; one Jordanian dinar and 250/1000"
            })
    void are_said_in_english(String currency, String amount, String words) {
        assertThat(ENGLISH.of(new BigDecimal(amount), Currency.getInstance(currency)))
                .contains(words);
    }

    @Test
    void what_cannot_be_said_exactly_is_not_said() {
        Currency euro = Currency.getInstance("EUR");

        assertThat(FRENCH.of(new BigDecimal("10.005"), euro)).isEmpty();
        assertThat(FRENCH.of(new BigDecimal("1000000000000000"), euro)).isEmpty();
        assertThat(FRENCH.of(new BigDecimal("0.5"), Currency.getInstance("GNF")))
                .isEmpty();
    }

    @Test
    void every_currency_that_people_pay_in_has_a_name() {
        for (Currency currency : Currency.getAvailableCurrencies()) {
            if (currency.getDefaultFractionDigits() >= 0) {
                BigDecimal amount = BigDecimal.valueOf(3).movePointLeft(currency.getDefaultFractionDigits());
                assertThat(FRENCH.of(amount.add(BigDecimal.TEN), currency).orElseThrow())
                        .as(currency.getCurrencyCode())
                        .startsWith(currency.getDefaultFractionDigits() == 0 ? "treize " : "dix ");
            }
        }
    }

    /** What is read back from the words is the number: by a reader of French that is written for this test. */
    @Test
    void the_words_of_a_thousand_numbers_say_each_of_them() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            long number =
                    random.nextLong(BigDecimal.TEN.pow(1 + random.nextInt(12)).longValueExact());
            String words = FRENCH.of(BigDecimal.valueOf(number), Currency.getInstance("GNF"))
                    .orElseThrow();

            assertThat(read(words.replaceFirst("( de)? francs? guinéens?$", "")))
                    .as("seed %s: %s in words: %s", seed, number, words)
                    .isEqualTo(number);
            assertThat(words.contains(" de francs"))
                    .as("seed %s: %s in words: %s", seed, number, words)
                    .isEqualTo(number > 0 && number % 1_000_000 == 0);
        }
    }

    private static long read(String words) {
        Map<String, Long> small = new HashMap<>();
        List<String> units = List.of(
                "zéro",
                "un",
                "deux",
                "trois",
                "quatre",
                "cinq",
                "six",
                "sept",
                "huit",
                "neuf",
                "dix",
                "onze",
                "douze",
                "treize",
                "quatorze",
                "quinze",
                "seize");
        for (int i = 0; i < units.size(); i++) {
            small.put(units.get(i), (long) i);
        }
        small.putAll(Map.of("vingt", 20L, "trente", 30L, "quarante", 40L, "cinquante", 50L, "soixante", 60L));
        Map<String, Long> large = Map.of(
                "mille", 1_000L, "million", 1_000_000L, "milliard", 1_000_000_000L, "billion", 1_000_000_000_000L);
        long total = 0;
        long below = 0;
        for (String word : words.replace("quatre-vingt", "huitante").split("[ -]", -1)) {
            String singular = word.equals("trois")
                    ? word
                    : word.replaceFirst("(?<=huitante|cent|million|milliard|billion)s$", "");
            if (singular.equals("et")) {
                continue;
            }
            if (singular.equals("huitante")) {
                below += 80;
            } else if (singular.equals("cent")) {
                below = (below % 100 == 0 ? 1 : below % 100) * 100;
            } else if (large.containsKey(singular)) {
                total += Math.max(1, below) * requireNonNull(large.get(singular), singular);
                below = 0;
            } else {
                below += requireNonNull(small.get(singular), singular);
            }
        }
        return total + below;
    }
}
