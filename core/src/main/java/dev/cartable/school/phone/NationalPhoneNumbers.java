package dev.cartable.school.phone;

import static java.util.Objects.requireNonNull;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.port.PhoneNumbers;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads telephone numbers by the numbering plans of libphonenumber: those with a country code, and national ones of the school's country.
 * Only numbers that can receive short messages are usable: those of mobile telephones, and in North America those that may be.
 *
 * <p>Numbers from before a renumbering are read as what they became: in Côte d'Ivoire in 2021 (from 8 digits to 10) and in Benin in 2024 (01
 * before the 8 digits). In both countries, a leading zero that a spreadsheet took away is put back. Of several numbers in one field, the first
 * usable one counts.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class NationalPhoneNumbers implements PhoneNumbers {
    private static final String NO_REGION = "ZZ";
    private static final Set<PhoneNumberType> MOBILE =
            EnumSet.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE);

    /** How one number in a field is set apart from the next: {@code 620 12 34 56 / 664 11 22 33}. */
    private static final Pattern BETWEEN =
            Pattern.compile("[/;,|\\n]|\\s(?:ou|et|or|and)\\s", Pattern.CASE_INSENSITIVE);

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    /** The library does not know each space that Unicode has. */
    private static final Pattern SPACE = Pattern.compile("\\p{Zs}");

    private static final Pattern INTERNATIONAL_PREFIX = Pattern.compile("^\\(?00\\s*");

    /** What became of national numbers, by region. */
    private static final Map<String, UnaryOperator<String>> RENUMBERED =
            Map.of("CI", NationalPhoneNumbers::ivorian, "BJ", NationalPhoneNumbers::beninese);

    private final String region;

    private NationalPhoneNumbers(String region) {
        this.region = region;
    }

    /**
     * Reads numbers for a school in this country.
     *
     * @param country the code of the country (ISO 3166-1), such as {@code GN}; empty if each number has to have its country code
     * @throws IllegalArgumentException if there is no such country
     */
    public static NationalPhoneNumbers of(String country) {
        String code = requireNonNull(country, "country").strip().toUpperCase(Locale.ROOT);
        if (!code.isEmpty()
                && !PhoneNumberUtil.getInstance().getSupportedRegions().contains(code)) {
            throw new IllegalArgumentException("'" + country
                    + "' is no country with telephone numbers: its code of two letters is expected, such as GN");
        }
        return new NationalPhoneNumbers(code.isEmpty() ? NO_REGION : code);
    }

    /** What was found in a field that should hold a number. */
    public sealed interface Check {}

    /** A number that can receive short messages. */
    public record Usable(PhoneNumber number) implements Check {
        public Usable {
            requireNonNull(number, "number");
        }
    }

    /** None: the field is empty. */
    public record Missing() implements Check {}

    /** Something that is no such number, and why. */
    public record Unusable(Fault fault) implements Check {
        public Unusable {
            requireNonNull(fault, "fault");
        }
    }

    /** Why a text is no number that can receive short messages. The names are stable: programs may rely on them. */
    public enum Fault {
        /** It is no telephone number. */
        NOT_A_NUMBER,
        /** It has no country code, and the school's country is not known; or there is no such country code. */
        NO_COUNTRY_CODE,
        /** It has too few digits. */
        TOO_SHORT,
        /** It has too many digits. */
        TOO_LONG,
        /** The country has no numbers that begin like this. */
        NOT_ASSIGNED,
        /** It is the number of a fixed line or of a service. */
        NOT_MOBILE
    }

    @Override
    public Optional<PhoneNumber> read(String text) {
        return check(text) instanceof Usable usable ? Optional.of(usable.number()) : Optional.empty();
    }

    /** Checks a field as the host has it. */
    public Check check(@Nullable String field) {
        String text = field == null
                ? ""
                : SPACE.matcher(INVISIBLE.matcher(field).replaceAll(""))
                        .replaceAll(" ")
                        .strip();
        if (text.isEmpty()) {
            return new Missing();
        }
        List<Check> checks = BETWEEN.splitAsStream(text)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(this::one)
                .toList();
        Stream<Check> usable = checks.stream().filter(check -> check instanceof Usable);
        return usable.findFirst().orElseGet(() -> checks.isEmpty() ? new Unusable(Fault.NOT_A_NUMBER) : checks.get(0));
    }

    private Check one(String text) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        Phonenumber.PhoneNumber number;
        try {
            number = plans.parse(INTERNATIONAL_PREFIX.matcher(text).replaceFirst("+"), region);
        } catch (NumberParseException e) {
            return new Unusable(fault(e.getErrorType()));
        }
        Phonenumber.PhoneNumber today = renumbered(plans, number);
        if (plans.isValidNumber(today)) {
            number = today;
        }
        if (!plans.isValidNumber(number)) {
            return new Unusable(fault(plans.isPossibleNumberWithReason(number)));
        }
        return MOBILE.contains(plans.getNumberType(number)) && !number.hasExtension()
                ? new Usable(new PhoneNumber(plans.format(number, PhoneNumberFormat.E164)))
                : new Unusable(Fault.NOT_MOBILE);
    }

    private static Phonenumber.PhoneNumber renumbered(PhoneNumberUtil plans, Phonenumber.PhoneNumber number) {
        String country = plans.getRegionCodeForCountryCode(number.getCountryCode());
        String national = plans.getNationalSignificantNumber(number);
        String now = RENUMBERED.getOrDefault(country, same -> same).apply(national);
        if (now.equals(national)) {
            return number;
        }
        try {
            return plans.parse("+" + number.getCountryCode() + now, NO_REGION);
        } catch (NumberParseException e) {
            return number;
        }
    }

    /** On 31 January 2021, 01, 05 or 07 was put before a mobile number, by the operator that its second digit names. */
    private static String ivorian(String national) {
        if (national.matches("[157][0-9]{8}")) {
            return "0" + national;
        }
        String old = national.matches("[1-9][0-9]{6}") ? "0" + national : national;
        if (!old.matches("[04-9][0-9]{7}")) {
            return national;
        }
        char operator = old.charAt(1);
        return (operator <= '3' ? "01" : operator <= '6' ? "05" : "07") + old;
    }

    /** On 30 November 2024, 01 was put before each number. */
    private static String beninese(String national) {
        return national.matches("1[0-9]{8}")
                ? "0" + national
                : national.matches("[2-9][0-9]{7}") ? "01" + national : national;
    }

    private static Fault fault(NumberParseException.ErrorType type) {
        return switch (type) {
            case INVALID_COUNTRY_CODE -> Fault.NO_COUNTRY_CODE;
            case NOT_A_NUMBER -> Fault.NOT_A_NUMBER;
            case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> Fault.TOO_SHORT;
            case TOO_LONG -> Fault.TOO_LONG;
        };
    }

    private static Fault fault(ValidationResult result) {
        return switch (result) {
            case INVALID_COUNTRY_CODE -> Fault.NO_COUNTRY_CODE;
            case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> Fault.TOO_SHORT;
            case TOO_LONG -> Fault.TOO_LONG;
            case IS_POSSIBLE, INVALID_LENGTH -> Fault.NOT_ASSIGNED;
        };
    }
}
