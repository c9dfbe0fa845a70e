package dev.cartable.school.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.phone.NationalPhoneNumbers.Fault;
import dev.cartable.school.phone.NationalPhoneNumbers.Missing;
import dev.cartable.school.phone.NationalPhoneNumbers.Unusable;
import dev.cartable.school.phone.NationalPhoneNumbers.Usable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NationalPhoneNumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GN | 620 12 34 56 | +224620123456",
                "GN | 620-12-34-56 | +224620123456",
                "GN | (+224) 620.12.34.56 | +224620123456",
                "GN | 00224 620123456 | +224620123456",
                "GN | 224620123456 | +224620123456",
                "GN | +33 6 12 34 56 78 | +33612345678",
                "GN | \u202A+224 620\u00A012\u202F34 56\u202C | +224620123456",
                "GN | 30 24 11 11 / 664 12 34 56 | +224664123456",
                "GN | 620 12 34 56 ou 664 12 34 56 | +224620123456",
                "SN | 77 123 45 67 | +221771234567",
                "SN | +221 77 123 45 67 | +221771234567",
                "MA | 0612-345678 | +212612345678",
                "MA | 612345678 | +212612345678",
                "MA | +212 (0) 612 345 678 | +212612345678",
                "FR | 06 12 34 56 78 | +33612345678",
                "FR | 06.12.34.56.78 | +33612345678",
                "FR | 0033612345678 | +33612345678",
                "FR | 07 56 78 90 12 | +33756789012",
                "CA | (514) 555-2368 | +15145552368",
                "CA | 1-514-555-2368 | +15145552368",
                "CI | 07 07 12 34 56 | +2250707123456",
                "CI | +225 01 02 03 04 05 | +2250102030405",
                "CI | 707123456 | +2250707123456",
                "BJ | 01 97 12 34 56 | +2290197123456",
                "BJ | 197123456 | +2290197123456"
            })
    void readsNumbersAsPeopleWriteThem(String country, String text, String number) {
        assertThat(NationalPhoneNumbers.of(country).check(text)).isEqualTo(new Usable(new PhoneNumber(number)));
        assertThat(NationalPhoneNumbers.of(country).read(text)).contains(new PhoneNumber(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CI | 07 12 34 56 | +2250707123456",
                "CI | 47 12 34 56 | +2250747123456",
                "CI | 59 12 34 56 | +2250759123456",
                "CI | 05 12 34 56 | +2250505123456",
                "CI | 44 12 34 56 | +2250544123456",
                "CI | 66 12 34 56 | +2250566123456",
                "CI | 01 12 34 56 | +2250101123456",
                "CI | 40 12 34 56 | +2250140123456",
                "CI | 53 12 34 56 | +2250153123456",
                "CI | 7123456 | +2250707123456",
                "FR | +225 07 12 34 56 | +2250707123456",
                "BJ | 97 12 34 56 | +2290197123456",
                "BJ | 61 12 34 56 | +2290161123456",
                "FR | +229 97 12 34 56 | +2290197123456"
            })
    void readsNumbersFromBeforeARenumbering(String country, String text, String number) {
        assertThat(NationalPhoneNumbers.of(country).check(text)).isEqualTo(new Usable(new PhoneNumber(number)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GN | néant | NOT_A_NUMBER",
                "GN | a@example.org | NOT_A_NUMBER",
                "GN | 620 12 34 | TOO_SHORT",
                "GN | 620 12 34 56 78 90 | TOO_LONG",
                "GN | 999 99 99 99 | NOT_ASSIGNED",
                "GN | 30 24 11 11 | NOT_MOBILE",
                "SN | 33 821 12 34 | NOT_MOBILE",
                "FR | 01 42 34 56 78 | NOT_MOBILE",
                "FR | 0 800 12 34 56 | NOT_MOBILE",
                "MA | 0522 12 34 56 | NOT_MOBILE",
                "CI | 27 20 21 22 23 | NOT_MOBILE",
                "CI | 20 12 34 56 | TOO_SHORT",
                "CA | 800 555 0199 | NOT_MOBILE",
                "CA | 514 555 2368 ext. 12 | NOT_MOBILE",
                "FR | +999 12 34 56 78 | NO_COUNTRY_CODE",
                "'' | 620 12 34 56 | NO_COUNTRY_CODE",
                "GN | / | NOT_A_NUMBER",
                "GN | = 1 | NOT_A_NUMBER"
            })
    void saysWhyThereIsNoNumber(String country, String text, Fault fault) {
        assertThat(NationalPhoneNumbers.of(country).check(text)).isEqualTo(new Unusable(fault));
        assertThat(NationalPhoneNumbers.of(country).read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u00A0", "\u200B"})
    void anEmptyFieldIsNoFault(String field) {
        assertThat(NationalPhoneNumbers.of("GN").check(field)).isEqualTo(new Missing());
    }

    @Test
    void withoutACountryNumbersWithACountryCodeAreRead() {
        assertThat(NationalPhoneNumbers.of("").read("+224 620 12 34 56")).contains(new PhoneNumber("+224620123456"));
        assertThat(NationalPhoneNumbers.of(" gn ").read("620123456")).contains(new PhoneNumber("+224620123456"));
    }

    @Test
    void refusesACountryThatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NationalPhoneNumbers.of("GUINEE"))
                .withMessageContaining("GUINEE");
        assertThatIllegalArgumentException().isThrownBy(() -> NationalPhoneNumbers.of("ZZ"));
    }
}
