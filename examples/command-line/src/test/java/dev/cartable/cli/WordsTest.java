package dev.cartable.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Validation;
import dev.cartable.alert.AlertException;
import dev.cartable.alert.model.Alert;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.PruneReason;
import dev.cartable.cli.frame.SizeUnits;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Resolution.SkippedLevel;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.reminder.ReminderKinds;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.school.model.EmailAddress;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final Pattern THROWN =
            Pattern.compile("(?:super|this|new (?:Cartable|Roster|Backup)Exception)\\(\\s*\"([A-Z_]+)\"");
    private static final Pattern CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)[|}]");

    private final Words french = Words.in(Locale.FRENCH);
    private final Words english = Words.in(Locale.ENGLISH);

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSamePlaces() {
        assertThat(french.bundle().keySet())
                .containsExactlyInAnyOrderElementsOf(english.bundle().keySet());
        assertThat(french.bundle().keySet()).allSatisfy(key -> {
            if (!key.startsWith("error.")) {
                assertThat(facts(french.text(key))).as(key).isEqualTo(facts(english.text(key)));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void whatTheLibraryNamesHasWordsInEachLanguage(String language) {
        Words words = Words.in(Locale.forLanguageTag(language));
        Stream.of(AccountStep.Reason.values(), Validation.Finding.Code.values(), AccountStep.Action.values())
                .flatMap(Stream::of)
                .map(Enum::name)
                .filter(name -> !name.equals("SKIP") && !name.equals("FAIL"))
                .forEach(name -> assertThat(words.has("code." + name)).as(name).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void whatQuotasAndAlertsNameHasWordsInEachLanguage(String language) {
        Words words = Words.in(Locale.forLanguageTag(language));
        Stream<String> codes = Stream.of(
                        prefixed("", Window.values()),
                        prefixed("STATE_", Allowance.State.values()),
                        prefixed("WHY_", SkippedLevel.Why.values()),
                        prefixed("FROM_", Validity.Start.values()),
                        prefixed("", ProfileChange.Type.values()),
                        prefixed("", Alert.Type.values()),
                        prefixed("", Session.End.values()),
                        QuotaSettings.defaults().levelNames().stream().map(level -> "LEVEL_" + level))
                .flatMap(all -> all);
        codes.forEach(name -> assertThat(words.has("code." + name)).as(name).isTrue());
        Set<QuotaProblem> ofReports = EnumSet.of(
                QuotaProblem.UNKNOWN_USER, QuotaProblem.IN_THE_FUTURE, QuotaProblem.TOO_LATE, QuotaProblem.CONFLICT);
        Set<QuotaProblem> ofRequests =
                EnumSet.complementOf(EnumSet.range(QuotaProblem.IN_THE_FUTURE, QuotaProblem.CONFLICT));
        Stream.of(
                        prefixed("record.", ofReports.toArray()),
                        prefixed("session.", ofReports.toArray()),
                        prefixed("error.", ofRequests.toArray()),
                        prefixed("error.", AlertException.Problem.values()))
                .flatMap(all -> all)
                .filter(name -> !name.equals("session.CONFLICT")) // Readings are compared as a whole.
                .forEach(name -> assertThat(words.has(name)).as(name).isTrue());
        prefixed("profile.validity.", Validity.Unit.values())
                .forEach(name -> assertThat(words.has(name)).as(name).isTrue());
    }

    /** Whatever the library throws on purpose has a code, and each code words in both languages. */
    @Test
    void everyRefusalHasWordsInEachLanguage() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String module : List.of("core", "adapters-jdbc", "adapters-mail")) {
            try (Stream<Path> files = Files.walk(Path.of("../..", module, "src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    THROWN.matcher(Files.readString(file)).results().forEach(found -> codes.add(found.group(1)));
                }
            }
        }
        assertThat(codes).contains("BRAKE", "DATABASE", "PLACEHOLDERS", "UNBALANCED");
        assertThat(codes).filteredOn(code -> !code.endsWith("_")).allSatisfy(code -> {
            assertThat(french.has("error." + code)).as(code).isTrue();
            assertThat(english.has("error." + code)).as(code).isTrue();
        });
    }

    @Test
    void whatIsFoundAboutABackupHasWordsInEachLanguage() {
        assertThat(Stream.concat(
                        prefixed("finding.", Finding.Code.values()),
                        Stream.concat(
                                prefixed("code.", BackupState.values()), prefixed("prune.", PruneReason.values()))))
                .allSatisfy(key -> {
                    assertThat(french.has(key)).as(key).isTrue();
                    assertThat(english.has(key)).as(key).isTrue();
                });
    }

    /** Why messages went or did not go, as the library notes it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "notice.model.NoticeReason",
                "notice.Addressing$Reason",
                "account.SuppressReason",
                "alert.SuppressReason",
                "reminder.SuppressReason"
            })
    void everyReasonOfAMessageHasWordsInEachLanguage(String type) throws ClassNotFoundException {
        Object[] reasons = Class.forName("dev.cartable." + type).getEnumConstants();

        assertThat(prefixed("answer.", reasons)).isNotEmpty().allSatisfy(key -> {
            assertThat(french.has(key)).as(key).isTrue();
            assertThat(english.has(key)).as(key).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void whatRemindersNameHasWordsInEachLanguage(String language) throws IllegalAccessException {
        Words words = Words.in(Locale.forLanguageTag(language));
        Set<String> kinds = new TreeSet<>();
        for (Field kind : ReminderKinds.class.getFields()) {
            kinds.add("code." + kind.get(null));
        }

        assertThat(kinds).contains("code.reminder.session");
        assertThat(Stream.of(
                                prefixed("outcome.", ReminderEntry.Outcome.values()),
                                prefixed("why.", Addressing.Reason.values()),
                                kinds.stream())
                        .flatMap(all -> all))
                .allSatisfy(key -> assertThat(words.has(key)).as(key).isTrue());
    }

    @Test
    void aReasonIsSaidInEachLanguageWithItsDetailAndAServersAnswerStaysAsItIs() {
        assertThat(french.answer("NOT_SENT_AGAIN: NO_REPLY").replace('\u00A0', ' '))
                .isEqualTo("il est peut-être arrivé, et n’est pas renvoyé : le message a été remis, mais la réponse"
                        + " du serveur n’est pas venue");
        assertThat(english.answer("NO_CONNECTION: mail.example.org port 25: ConnectException: Connection refused"))
                .isEqualTo("no connection to mail.example.org port 25: ConnectException: Connection refused");
        assertThat(french.answer("NO_CONNECTION: mail.example.org port 25: ConnectException: Connection refused"))
                .isEqualTo("pas de liaison avec mail.example.org port 25");
        assertThat(french.answer("550 5.1.1 no such user")).isEqualTo("550 5.1.1 no such user");
        assertThat(french.answer("ERROR: no such user")).isEqualTo("ERROR: no such user");
    }

    /** Rows that are refused behind the readers of files, in use cases and adapters. */
    @Test
    void everyCodeOfARowHasWordsInEachLanguage() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String module : List.of("core", "adapters-jdbc")) {
            try (Stream<Path> files = Files.walk(Path.of("../..", module, "src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file);
                    if (text.contains("RowError")) {
                        CODE.matcher(text).results().forEach(found -> codes.add(found.group(1)));
                    }
                }
            }
        }
        assertThat(codes).contains("HAS_ACCOUNT", "RESET_SINCE", "BAD_VALUE").allSatisfy(code -> {
            assertThat(french.has("row." + code)).as(code).isTrue();
            assertThat(english.has("row." + code)).as(code).isTrue();
        });
    }

    /** The texts of the library itself are the English ones; both languages name the same facts. */
    @ParameterizedTest
    @CsvSource({"RowProblem, row.", "RosterProblem, unreadable."})
    void whatIsWrongWithARosterIsSaidInEachLanguage(String type, String prefix) throws ClassNotFoundException {
        Object[] codes = Class.forName("dev.cartable.school.csv." + type).getEnumConstants();

        assertThat(prefixed(prefix, codes)).isNotEmpty().allSatisfy(key -> {
            assertThat(french.has(key)).as(key).isTrue();
            assertThat(english.has(key)).as(key).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongWithATemplateIsSaidInEachLanguage(TemplateException.Problem problem) {
        assertThat(english.text("template." + problem)).isEqualTo(problem.text());
        assertThat(french.text("template." + problem)).isNotEqualTo(problem.text());
    }

    private static Stream<String> prefixed(String prefix, Object[] names) {
        return Stream.of(names).map(name -> prefix + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0\u00A0B | 0\u00A0o",
                "1023 | 1,023\u00A0B | 1\u202F023\u00A0o",
                "5368709120 | 5\u00A0GiB | 5\u00A0Gio",
                "805306368 | 768\u00A0MiB | 768\u00A0Mio",
                "1500000000 | 1.5\u00A0GB | 1,5\u00A0Go",
                "9223372036854775807 | 7.99\u00A0EiB | 7,99\u00A0Eio"
            })
    void sizesAreWrittenInTheUnitThatFits(long bytes, String inEnglish, String inFrench) {
        DataSize size = DataSize.ofBytes(bytes);

        assertThat(english.size(size, SizeUnits.of(size))).isEqualTo(inEnglish);
        assertThat(french.size(size, SizeUnits.of(size))).isEqualTo(inFrench);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongWithAnAddressHasWordsInEachLanguage(EmailAddress.Fault fault) {
        assertThat(List.of(french, english))
                .allSatisfy(words -> assertThat(words.code(fault.name())).isNotEqualTo(fault.name()));
    }

    @Test
    void placesAreFilledAndApostrophesMeanNothing() {
        assertThat(english.text("error.date", Map.of("value", "l'été {x}", "option", "--day")))
                .isEqualTo("The value 'l'été {x}' of --day is no date such as 2026-09-01");
    }

    @Test
    void wordsGoByTheNumberAsEachLanguageCounts() {
        assertThat(List.of(0L, 1L, 2L))
                .map(n -> french.text("list.accounts", "size", n))
                .isEqualTo(List.of("0 compte\u00A0:", "1 compte\u00A0:", "2 comptes\u00A0:"));
        assertThat(List.of(0L, 1L, 2L))
                .map(n -> english.text("list.accounts", "size", n))
                .isEqualTo(List.of("0 accounts:", "1 account:", "2 accounts:"));
    }

    @Test
    void sizesInATextAreWrittenAsPeopleWriteThem() {
        Map<String, Object> values = Map.of("day", "2026-11-18", "bytes", new BigInteger("5368709120"));

        assertThat(english.text("list.days.row", values)).isEqualTo("2026-11-18  5\u00A0GiB");
        assertThat(french.text("list.days.row", values)).isEqualTo("2026-11-18  5\u00A0Gio");
        assertThat(english.text("list.days.row", Map.of("day", "x", "bytes", BigInteger.TEN.pow(30))))
                .isEqualTo("x  7.99\u00A0EiB");
    }

    /** Of two texts with one key, the last is taken, and nobody sees which. */
    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void noKeyStandsTwice(String language) throws IOException {
        List<String> keys = new ArrayList<>();
        Properties each = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object value) {
                keys.add((String) key);
                return super.put(key, value);
            }
        };
        try (Reader words = new InputStreamReader(
                requireNonNull(Words.class.getResourceAsStream("/dev/cartable/cli/words_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            each.load(words);
        }

        assertThat(keys).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
    }

    /** A terminal or a help page would begin a line with the mark. */
    @Test
    void noLineOfFrenchBreaksBeforeAMark() {
        assertThat(french.bundle().keySet())
                .allSatisfy(key -> assertThat(french.text(key)).as(key).doesNotContainPattern(" [:;!?»%]|« "));
        assertThat(french.text("error.zone", "value", "x")).startsWith("La valeur «\u00A0x\u00A0»");
    }

    /** The places of a text but for details, which the library gives in English alone. */
    private static Set<String> facts(String text) {
        Set<String> facts = places(text);
        facts.removeAll(Set.of("detail", "what"));
        return facts;
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map((MatchResult place) -> place.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
