package dev.cartable.account.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamingRuleTest {
    private static final NamingRule RULE = NamingRule.of("{given}.{family}");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Marie,              Curie,             marie.curie",
                "Jean-Pierre,        Ben Ali,           jean-pierre.benali",
                "Élève,              Çà,                eleve.ca",
                "Siobhán,            O'Brien,           siobhan.obrien",
                "Awa,                N’Diaye,           awa.ndiaye",
                "İpek,               Işık,              ipek.isik",
                "Jürgen,             Groß,              jurgen.gross",
                "小明,               王,                xiaoming.wang",
                "Иван,               Щукин,             ivan.shchukin",
                "محمد,               عبد الله,          mhmd.bdllh",
                "김철수,             \"\",              gimceolsu",
                "𝓙𝓮𝓪𝓷,             Dupont,            jean.dupont",
                "\"\",               Konaté,            konate",
                "Fatou,              \"\",              fatou",
                "😀😀,               \"\",              parent",
                "😀,                 Sow,               sow",
                "𞤀𞤣𞤢𞤥, Bah, bah",
                "𠁁𠁂, 王, wang",
                "--,                 .,                 parent",
                "J. R.,              R.,                jr.r",
                "=HYPERLINK(\"\"x\"\"), Evil,           hyperlinkx.evil",
                "<b>Awa</b>,         <script>,          bawab.script",
            })
    void writesNamesOfAllScriptsInLatin(String given, String family, String username) {
        assertThat(base(RULE, given, family)).isEqualTo(username);
    }

    @ParameterizedTest
    @CsvSource({
        "{given}, Ali, Barrys, ali", // three letters are enough
        "{g}, Awa, Ble, ble", // of two names of one length, the family's
        "{g}, Awam, Ble, awam",
        "famille.{given}, !, ?, parent", // nothing of the person is left
        "famille.{given}, Awa, Ble, famille.awa"
    })
    void whatIsTooShortIsTheLongerNameAlone(String pattern, String given, String family, String username) {
        assertThat(base(NamingRule.of(pattern), given, family)).isEqualTo(username);
    }

    @Test
    void keepsTheFirstAndTheLastLettersAndDigits() {
        assertThat(NamingRule.of("{id}").base(new PersonName("Awa", "Sow"), new GuardianId("a09z")))
                .isEqualTo("a09z");
    }

    @Test
    void doesNotDependOnTheNormalizationForm() {
        assertThat(base(RULE, "Zoe\u0308", "Dupre\u0301")).isEqualTo(base(RULE, "Zo\u00EB", "Dupr\u00E9"));
    }

    @ParameterizedTest
    @CsvSource({
        "{g}{family},         jdupont",
        "{family}.{given},    dupont.jeanne",
        "{f}{given},          djeanne",
        "p-{id},              p-g_00.12-a",
        "{given}_{family},    jeanne_dupont",
    })
    void followsThePattern(String pattern, String username) {
        assertThat(NamingRule.of(pattern).base(new PersonName("Jeanne", "Dupont"), new GuardianId("G_00.12/ä")))
                .isEqualTo(username);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"{g}{family}, Awa, \"\", awa", "{given}.{family}, Li, \"\", li.parent", "{given}, \"\", Sow, sow"})
    void makesUpForMissingParts(String pattern, String given, String family, String username) {
        assertThat(base(NamingRule.of(pattern), given, family)).isEqualTo(username);
    }

    @Test
    void showsNoNameWhereThePatternHasOnlyTheId() {
        NamingRule byId = NamingRule.of("{id}");
        assertThat(byId.base(new PersonName("Awa", "Sow"), new GuardianId("7"))).isEqualTo("7.parent");
        assertThat(byId.base(new PersonName("Awa", "Sow"), new GuardianId("/"))).isEqualTo("parent");
    }

    @Test
    void cutsTheLongestPartSoThatBothRemain() {
        assertThat(base(RULE, "x".repeat(300), "Dupont"))
                .hasSize(NamingRule.DEFAULT_MAX_LENGTH)
                .endsWith("x.dupont");
        assertThat(base(new NamingRule("{given}.{family}", 8), "Bartholomew", "Featherstone"))
                .isEqualTo("bar.fea");
    }

    @Test
    void keepsTheSuffixInsideTheLimit() {
        NamingRule rule = new NamingRule("{given}", 8);
        assertThat(rule.numbered("abcdefgh", 1).value()).isEqualTo("abcdefgh");
        assertThat(rule.numbered("abcdefgh", 42).value()).isEqualTo("abcdef42");
        assertThat(rule.numbered("abcde.gh", 42).value()).isEqualTo("abcde42");
        assertThat(rule.numbered("abc", 42).value()).isEqualTo("abc42");
        assertThatThrownBy(() -> rule.numbered("abc", 0)).hasMessageContaining("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "parent",
                "{Given}",
                "{given",
                "given}",
                "{given}}",
                "{x}",
                "Parent-{id}",
                "{given} {family}",
                "é{g}"
            })
    void refusesPatternsThatCannotWork(String pattern) {
        assertThatThrownBy(() -> NamingRule.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the naming rule '" + pattern + "'");
    }

    @Test
    void refusesFixedLettersThatLeaveNoRoom() {
        assertThatThrownBy(() -> new NamingRule("parents-{id}", 12)).hasMessageContaining("8 fixed characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 65, 0, -1})
    void refusesLimitsThatCannotWork(int maxLength) {
        assertThatThrownBy(() -> new NamingRule("{given}", maxLength)).hasMessageContaining(" " + maxLength + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "adm1n",
                "a.d.m.i.n",
                "root",
                "r00t",
                "postmaster",
                "support",
                "null",
                "www",
                "vvvvvv",
                "parent"
            })
    void knowsReservedWordsAndWhatLooksLikeThem(String base) {
        assertThat(NamingRule.isReserved(base)).isTrue();
    }

    @Test
    void reservesNoOrdinaryName() {
        assertThat(NamingRule.isReserved("admin.diallo")).isFalse();
        assertThat(NamingRule.isReserved("marie.curie")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "jean.dupont, jeandupont",
        "jean.dupont, jean-dupont",
        "modou,       m0d0u",
        "paul,        pau1",
        "ali,         all",
        "arnaud,      amaud",
        "wade,        vvade",
    })
    void seesWhatLooksAlike(String one, String other) {
        assertThat(NamingRule.skeleton(one)).isEqualTo(NamingRule.skeleton(other));
    }

    @Test
    void tellsNumbersOnOneBaseApart() {
        assertThat(IntStream.rangeClosed(1, 20_000)
                        .mapToObj(n -> NamingRule.skeleton(
                                RULE.numbered("jean.dupont", n).value())))
                .doesNotHaveDuplicates();
    }

    @Test
    void makesAValidUsernameOfAnyName() {
        long seed = System.nanoTime();
        System.out.println("NamingRuleTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String[] patterns = {"{given}.{family}", "{g}{family}", "{family}-{f}_{given}", "{id}", "p.{given}", "-{given}-"
        };
        for (int i = 0; i < 20_000; i++) {
            NamingRule rule = new NamingRule(patterns[random.nextInt(patterns.length)], random.nextInt(8, 65));
            PersonName name = RandomNames.next(random);
            String base = rule.base(name, new GuardianId("g" + random.nextInt()));
            assertThat(base).as("seed %d, name %s", seed, name).hasSizeBetween(3, rule.maxLength());
            int number = 1 + random.nextInt(100_000);
            Username username = rule.numbered(base, number);
            assertThat(username.value()).as("seed %d, base %s", seed, base).hasSizeLessThanOrEqualTo(rule.maxLength());
            assertThat(username.value()).doesNotContainPattern("[._-]{2}");
            assertThat(new Username(base).value()).isEqualTo(base);
        }
    }

    private static String base(NamingRule rule, String given, String family) {
        return rule.base(new PersonName(given, family), new GuardianId("g1"));
    }
}
