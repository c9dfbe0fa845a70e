package dev.cartable.account.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.school.model.School;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private static final School SCHOOL = new School("Lycée Les Cèdres", ZoneId.of("Africa/Conakry"), Locale.FRENCH);
    private static final Username USERNAME = new Username("awa.ndiaye2");

    private final PasswordPolicy policy = PasswordPolicy.defaults();

    @ParameterizedTest
    @CsvSource({
        "kora7,               TOO_SHORT",
        "éééé7AB,             TOO_SHORT",
        "aaaaaaaa,            REPETITIVE",
        "abababab,            REPETITIVE",
        "xyzxyzxyzx,          REPETITIVE",
        "12345678,            REPETITIVE",
        "hgfedcba,            REPETITIVE",
        "awa.ndiaye2,         USERNAME",
        "AwaNdiaye2026,       USERNAME",
        "ndiaye1970,          USERNAME",
        "Les Cèdres,          SCHOOL_NAME",
        "lyceelescedres,      SCHOOL_NAME",
        "Cedres2026,          SCHOOL_NAME",
        "password,            COMMON",
        "PASSWORD,            COMMON",
        "motdepasse123,       COMMON",
        "mot-de-passe,        COMMON",
        "azertyuiop,          COMMON",
    })
    void saysWhatSpeaksAgainstAPassword(String password, Weakness weakness) {
        assertThat(policy.check(password, USERNAME, SCHOOL)).contains(weakness);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "balafon du soir",
                "kkpzwrtx",
                "tambour bleu sous la pluie",
                "mangue-7-baobab",
                "密码是一只会飞的猫",
                "ndiaye-chante-le-matin",
                "?!&=%!+*"
            })
    void asksForNoCapitalsDigitsOrSigns(String password) {
        assertThat(policy.check(password, USERNAME, SCHOOL)).isEmpty();
    }

    @Test
    void countsCharactersAndNotUnits() {
        assertThat(policy.check("😀🐘🦒🦁", USERNAME, SCHOOL)).contains(Weakness.TOO_SHORT);
        assertThat(policy.check("😀🐘🦒🦁🐊🦓🐆🦏", USERNAME, SCHOOL)).isEmpty();
    }

    @Test
    void takesUpTo128Characters() {
        String text = "balafon du soir ".repeat(8);
        assertThat(policy.check(text, USERNAME, SCHOOL)).isEmpty();
        assertThat(policy.check(text + "x", USERNAME, SCHOOL)).contains(Weakness.TOO_LONG);
    }

    @Test
    void refusesWhatNoKeyboardTypes() {
        assertThat(policy.check("balafon\u0000soir", USERNAME, SCHOOL)).contains(Weakness.UNREADABLE);
        assertThat(policy.check("balafon\uD83Dsoir", USERNAME, SCHOOL)).contains(Weakness.UNREADABLE);
    }

    @Test
    void readsAPasswordTheSameFromEveryKeyboard() {
        assertThat(PasswordPolicy.normalised("cle\u0301 du soir"))
                .isEqualTo(PasswordPolicy.normalised("cl\u00E9 du soir"));
    }

    @Test
    void takesALengthAndAListOfTheHost() {
        assertThat(policy.atLeast(15).check("balafon soir", USERNAME, SCHOOL)).contains(Weakness.TOO_SHORT);
        assertThat(policy.refusing("balafon soir"::equals).check("balafon soir", USERNAME, SCHOOL))
                .contains(Weakness.COMMON);
        assertThatThrownBy(() -> policy.atLeast(7)).hasMessageContaining("7");
    }

    @Test
    void takesOutWordsOfFourLettersAndWantsFiveBesideThem() {
        Username name = new Username("awa.diop");

        assertThat(policy.check("diop7290", name, SCHOOL)).contains(Weakness.USERNAME);
        assertThat(policy.check("diop72905", name, SCHOOL)).isEmpty();
        assertThat(policy.check("awakp7zw", name, SCHOOL))
                .as("three letters are no word")
                .isEmpty();
        assertThat(policy.check("awazawak", name, SCHOOL)).isEmpty();
    }

    @Test
    void theLeastLengthIsEightToSixtyFour() {
        assertThat(policy.atLeast(8).check("kpzwrtx8", USERNAME, SCHOOL)).isEmpty();
        assertThat(policy.atLeast(64).check("kpzwrtx8".repeat(7), USERNAME, SCHOOL))
                .contains(Weakness.TOO_SHORT);
        assertThatThrownBy(() -> policy.atLeast(65)).hasMessageContaining("65");
    }
}
