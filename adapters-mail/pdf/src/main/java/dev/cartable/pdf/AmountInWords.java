package dev.cartable.pdf;

import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.util.ULocale;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amounts in words: « deux millions de francs guinéens », « quatre-vingts dirhams marocains et dix centimes ». The numbers are put into
 * words by ICU; the names of currencies are ICU's, unless the words of documents have their own. Safe for use by several threads.
 */
final class AmountInWords {
    /** The greatest number of which all digits are said exactly. */
    private static final BigInteger GREATEST = BigInteger.TEN.pow(15);

    private static final BigInteger MILLION = BigInteger.TEN.pow(6);

    /** The first words of French names of currencies that are feminine: « vingt et une livres ». */
    private static final List<String> FEMININE =
            List.of("livre", "couronne", "roupie", "gourde", "lire", "peseta", "hryvnia", "pataca", "lempira");

    /** Before a noun such as million, « vingt » and « cent » take their plural, which ICU leaves out. */
    private static final Pattern CARDINAL_NOUNS = Pattern.compile(
            "(quatre-vingt|(?:deux|trois|quatre|cinq|six|sept|huit|neuf) cent)(?= (?:million|milliard|billion))");

    private static final String VOWELS = "aàâeéèêiîoôuû";

    private final Words words;
    private final ULocale language;
    private final RuleBasedNumberFormat numbers;

    AmountInWords(Words words) {
        this.words = words;
        this.language = ULocale.forLocale(words.language());
        this.numbers = new RuleBasedNumberFormat(language, RuleBasedNumberFormat.SPELLOUT);
    }

    /**
     * The amount in words. Empty where it cannot be said exactly: with more decimals than the currency has, or with more than 15 digits.
     */
    Optional<String> of(BigDecimal amount, Currency currency) {
        int decimals = Math.max(0, currency.getDefaultFractionDigits());
        BigDecimal exact = Amounts.exact(amount.abs(), currency);
        BigInteger whole = exact.toBigInteger();
        if (exact.scale() > decimals || whole.compareTo(GREATEST) >= 0) {
            return Optional.empty();
        }
        int part =
                exact.subtract(new BigDecimal(whole)).movePointRight(decimals).intValueExact();
        String text = units(whole, currency);
        if (part > 0) {
            text = words.text("words_and", Map.of("units", text, "parts", parts(part, decimals, currency)));
        }
        return Optional.of(amount.signum() < 0 ? words.text("words_minus", Map.of("amount", text)) : text);
    }

    private String units(BigInteger whole, Currency currency) {
        String name = name(whole, currency);
        String number = spelled(whole.longValueExact(), isFeminine(name));
        boolean ofThem = isFrench() && whole.signum() > 0 && whole.mod(MILLION).signum() == 0;
        return ofThem ? number + (VOWELS.indexOf(name.charAt(0)) >= 0 ? " d’" : " de ") + name : number + " " + name;
    }

    /** In the currency's own parts, such as 50 centimes; in hundredths where their name is not known. */
    private String parts(int part, int decimals, Currency currency) {
        String key = "part_" + currency.getCurrencyCode();
        boolean one = isSingular(BigInteger.valueOf(part));
        return words.find(key + (one ? "_one" : "_other"))
                .map(name -> spelled(part, isFeminine(name)) + " " + name)
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "%0" + decimals + "d/%d",
                        part,
                        BigInteger.TEN.pow(decimals).intValueExact()));
    }

    private String name(BigInteger count, Currency currency) {
        String plural = isSingular(count) ? "one" : "other";
        return words.find("currency_" + currency.getCurrencyCode() + "_" + plural)
                .orElseGet(() -> com.ibm.icu.util.Currency.getInstance(currency.getCurrencyCode())
                        .getName(language, com.ibm.icu.util.Currency.PLURAL_LONG_NAME, plural, new boolean[1]));
    }

    private boolean isSingular(BigInteger count) {
        return count.equals(BigInteger.ONE) || (isFrench() && count.signum() == 0);
    }

    private boolean isFeminine(String name) {
        return isFrench() && FEMININE.stream().anyMatch(name::startsWith);
    }

    private boolean isFrench() {
        return words.language().getLanguage().equals(Locale.FRENCH.getLanguage());
    }

    private String spelled(long number, boolean feminine) {
        String rules =
                isFrench() ? "%spellout-cardinal-" + (feminine ? "feminine" : "masculine") : "%spellout-cardinal";
        boolean known = Arrays.asList(numbers.getRuleSetNames()).contains(rules);
        String text;
        synchronized (numbers) {
            text = known ? numbers.format(number, rules) : numbers.format(number);
        }
        return isFrench() ? CARDINAL_NOUNS.matcher(text.replace("-et-", " et ")).replaceAll("$1s") : text;
    }
}
