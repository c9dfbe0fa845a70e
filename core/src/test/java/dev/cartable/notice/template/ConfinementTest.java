package dev.cartable.notice.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.model.TemplateException.Fault;
import dev.cartable.school.model.School;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template must not be able to reach. */
class ConfinementTest {
    private static final Kind KIND = Kind.of("test.evil");
    private static final Kind KIND_SMS = Kind.of("test.evil.sms");
    private static final Set<String> VARIABLES = Set.of("pupil", "school", "link");

    private final InMemoryStores stores = new InMemoryStores(() -> Instant.EPOCH);
    private final TemplateRenderer renderer = new TemplateRenderer(
            stores.templates(), new School("École Test", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{getClass}",
                "{class.name}",
                "{pupil.toString}",
                "{pupil.length}",
                "{pupil.value}",
                "{hashCode}",
                "{this}",
                "{.}",
                "{#this}x{/this}",
                "{-index}",
                "{-first}",
                "{>partial}",
                "{> /etc/passwd}",
                "{<parent}{/parent}",
                "{$block}{/block}",
                "{=<% %>=}",
                "{{=<% %>=}}",
                "{{pupil}}",
                "{{{pupil}}}",
                "{&pupil}",
                "{!comment}",
                "{}",
                "{ }",
                "{#}{/}",
                "{pupil",
                "{pupil\n}",
                "{pu{pil}",
                "{#pupil}",
                "{/pupil}",
                "{#pupil}{#school}{/pupil}{/school}",
                "{unknown}",
                "{#unknown}x{/unknown}",
                "{Pupil}",
                "{pupil}\u0000",
                "\u202Etxet"
            })
    void refusesEverythingButPlainVariables(String evil) {
        assertThat(renderer.faults(KIND, "Subject: x\n\nfirst\n" + evil + "\n", VARIABLES))
                .first()
                .extracting(Fault::line)
                .isEqualTo(4);
        assertThat(renderer.faults(KIND, "Subject: " + evil.replace("\n", "\t") + "\n\ntext\n", VARIABLES))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{getClass}", "{class.name}", "{this}", "{.}", "{>partial}", "{pupil.toString}", "{hashCode}"})
    void reachesNothingEvenIfTheStoreHoldsWhatWasNeverChecked(String evil) {
        Kind kind = KIND;
        stores.unitOfWork()
                .run(tx -> stores.templates().save(tx, kind, Locale.FRENCH, "Objet : x\n\n[" + evil + "]\n"));

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> renderer.render(kind, Locale.FRENCH, Channel.EMAIL, Map.of("pupil", "Awa")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{getClass}",
                "{class}",
                "{size}",
                "{empty}",
                "{pupil.length}",
                "{pupil.bytes}",
                "{pupil.isEmpty}"
            })
    void theCompilerItselfSeesEntriesOnly(String evil) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Confined.compile(evil).fill(Map.of("pupil", "Awa")));
    }

    @Test
    void theCompilerItselfRefusesPartialsAndRunsNoLoop() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Confined.compile("{>other}").fill(Map.of()));
        assertThat(Confined.compile("{#pupil}x{/pupil}").fill(Map.of("pupil", "Awa")))
                .isEqualTo("x");
    }

    @Test
    void refusesATemplateOfOneMegabyteAtOnce() {
        List<Fault> faults = renderer.faults(KIND, "Subject: x\n\n" + "{#pupil}".repeat(131_072), VARIABLES);

        assertThat(faults)
                .hasSize(1)
                .first()
                .satisfies(fault -> assertThat(fault.reason()).contains("1048588 characters"));
    }

    @Test
    void refusesNestingThatWouldCostTheStack() {
        String deep = "{#pupil}".repeat(2_000) + "{/pupil}".repeat(2_000);

        assertThat(renderer.faults(KIND, "Subject: x\n\n" + deep, VARIABLES)).isNotEmpty();
    }

    @Test
    void wantsASubjectAnEmptyLineAndAText() {
        assertThat(renderer.faults(KIND, "Hello\n\ntext", VARIABLES))
                .extracting(Fault::line)
                .containsExactly(1);
        assertThat(renderer.faults(KIND, "Subject:  \n\ntext", VARIABLES))
                .extracting(Fault::line)
                .containsExactly(1);
        assertThat(renderer.faults(KIND, "Subject: x\ntext\nmore", VARIABLES))
                .extracting(Fault::line)
                .containsExactly(2);
        assertThat(renderer.faults(KIND, "Subject: x\n\n \n", VARIABLES))
                .extracting(Fault::line)
                .containsExactly(2);
        assertThat(renderer.faults(KIND, "", VARIABLES)).extracting(Fault::line).containsExactly(1);
        assertThat(renderer.faults(KIND, "\uFEFFOBJET\u00A0: x\r\n\r\ntext {pupil}", VARIABLES))
                .isEmpty();
    }

    @Test
    void namesTheLinesOfTheButtonOfTheTextAndOfTheReason() {
        String text = "Subject: x\nButton: {nope}\n\nok\n{bad}\n\n-- \n\n{worse}\n";

        assertThat(renderer.faults(KIND, text, VARIABLES))
                .extracting(Fault::line)
                .containsExactly(2, 5, 9);
        assertThat(renderer.faults(KIND, "Subject: x\nButton: y\ntext", VARIABLES))
                .extracting(Fault::line)
                .containsExactly(3);
        assertThat(renderer.faults(KIND, "Subject: x\n\n--\nwhy\n", VARIABLES))
                .extracting(Fault::line)
                .containsExactly(3);
        assertThat(renderer.faults(KIND, "Subject: x\n\n{#pupil}\n--\n{/pupil}\n", VARIABLES))
                .as("a section that begins in the text and ends in the reason")
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: x\n\ntext\n--", "Subject: x\n\ntext\n-- \n\n"})
    void allowsAReasonWithoutWords(String text) {
        assertThat(renderer.faults(KIND, text, VARIABLES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'text {{', DOUBLE_BRACE", "'text {', OPEN_BRACE", "'text {pupil\n}', OPEN_BRACE"})
    void refusesBracesThatAreNotClosedOnTheirLine(String text, TemplateException.Problem problem) {
        assertThat(renderer.faults(KIND, "Subject: x\n\n" + text, VARIABLES))
                .containsExactly(new Fault(3, problem, Map.of()));
    }

    @Test
    void aShortMessageMayUseItsVariables() {
        assertThat(renderer.faults(KIND_SMS, "Hi {pupil}, {school}", VARIABLES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{nope}' | line 1: there is no variable {nope} here; there are link, pupil, school",
                "'\n\r\n Hi\n{#pupil}\n' | line 4: {#pupil} has no {/pupil}",
                "' \n' | line 1: there is no text",
                "'Hi\n\u202E' | line 2: the character U+202E has no place in a text"
            })
    void findsTheFaultOfAShortMessage(String text, String fault) {
        assertThat(renderer.faults(KIND_SMS, text, VARIABLES))
                .hasSize(1)
                .first()
                .hasToString(fault);
    }

    @Test
    void asksForSingularAndPluralOfItsVariablesOnly() {
        assertThat(renderer.faults(
                        KIND, "Subject: x\n\n{#pupil_one}a{/pupil_one}{#pupil_other}b{/pupil_other}\n", VARIABLES))
                .isEmpty();
        assertThat(renderer.faults(KIND, "Subject: x\n\n{#nope_one}a{/nope_one}\n", VARIABLES))
                .isNotEmpty();
    }

    @Test
    void allowsTheGreatestLengthDepthAndNumberOfFaults() {
        String start = "Subject: x\n\n";
        String longest = start + "x".repeat(TemplateText.MAX_LENGTH - start.length());
        assertThat(renderer.faults(KIND, longest, VARIABLES)).isEmpty();
        assertThat(renderer.faults(KIND, longest + "x", VARIABLES)).hasSize(1);

        assertThat(renderer.faults(KIND, start + "{#pupil}".repeat(5) + "x" + "{/pupil}".repeat(5), VARIABLES))
                .isEmpty();
        assertThat(renderer.faults(KIND, start + "{#pupil}".repeat(6) + "x" + "{/pupil}".repeat(6), VARIABLES))
                .extracting(Fault::problem)
                .containsExactly(TemplateException.Problem.TOO_DEEP);

        assertThat(renderer.faults(KIND, start + "{x!}".repeat(30), VARIABLES)).hasSize(20);
    }

    @Test
    void showsTheFirstFortyCharactersOfAWrongTag() {
        String forty = "!".repeat(40);

        assertThat(renderer.faults(KIND, "Subject: x\n\n{" + forty + "}", VARIABLES))
                .extracting(fault -> fault.facts().get("tag"))
                .containsExactly(forty);
        assertThat(renderer.faults(KIND, "Subject: x\n\n{" + forty + "!}", VARIABLES))
                .extracting(fault -> fault.facts().get("tag"))
                .containsExactly(forty + "…");
    }
}
