package dev.cartable.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.model.Username;
import dev.cartable.account.port.LegacyAccounts.LegacyAccount;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.ImportRoster.Counts.Change;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.PlanDigest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final GuardianId GUARDIAN = new GuardianId("G001");

    /** As a use case may report it. */
    public record Step(
            GuardianId guardian, TimeUnit unit, @Nullable Instant at, Optional<Long> count) {}

    @Test
    void plainValuesAreWhatTheyAre() {
        assertThat(Json.text(Arrays.asList(1, 2L, 2.5, new BigInteger("99999999999999999999"), true, null, "é\"\n")))
                .isEqualTo("[1,2,2.5,99999999999999999999,true,null,\"é\\\"\\n\"]");
        assertThat(Json.text(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(Json.text(List.of((short) 3, (byte) 4, 0.5f))).isEqualTo("[3,4,0.5]");
        assertThat(Json.text(Optional.empty())).isEqualTo("null");
        assertThat(Json.text(Path.of("a", "b"))).isEqualTo("\"" + Path.of("a", "b") + "\"");
    }

    @Test
    void forPeopleItHasLineBreaks() {
        String text = Json.pretty(Map.of("rows", List.of(Map.of("id", "a\u001F\""))));

        assertThat(text.lines()).hasSizeGreaterThan(2);
        assertThat(text).endsWith("}\n").contains("\"a\\u001F\\\"\"");
        assertThat(Json.read(text)).isEqualTo(Map.of("rows", List.of(Map.of("id", "a\u001F\""))));
    }

    @Test
    void enumsAreTheirNamesAndIdsTheirText() {
        assertThat(Json.text(new EnumMap<>(Map.of(TimeUnit.DAYS, GUARDIAN)))).isEqualTo("{\"DAYS\":\"G001\"}");
        assertThat(Json.text(new PlanDigest("0123456789ab"))).isEqualTo("\"0123456789ab\"");
    }

    @Test
    void aRecordIsAnObjectOfItsComponents() {
        Step step = new Step(GUARDIAN, TimeUnit.HOURS, Instant.parse("2026-11-28T05:00:00Z"), Optional.of(3L));

        assertThat(Json.text(step))
                .isEqualTo("{\"guardian\":\"G001\",\"unit\":\"HOURS\",\"at\":\"2026-11-28T05:00:00Z\",\"count\":3}");
    }

    @Test
    void aRecordThatHidesSomethingIsTheTextThatItShows() {
        LegacyAccount account = new LegacyAccount(GUARDIAN, new Username("awa"), "$2a$hash", null);

        assertThat(Json.text(account)).startsWith("\"").doesNotContain("$2a$hash");
    }

    @Test
    void countsAreTheirNumbersAndNestedOnesObjects() {
        ImportRoster.Counts counts = new ImportRoster.Counts(
                new Change(1, 2, 3, 4), new Change(0, 0, 0, 0), new Change(0, 0, 0, 0), new Change(0, 0, 0, 9));

        assertThat(Json.text(counts))
                .startsWith("{\"promotions\":{\"created\":1,\"changed\":2,\"unchanged\":3,\"retired\":4},\"pupils\":{")
                .endsWith("\"retired\":9}}");
    }

    @Test
    void aStreamIsAnArrayAndIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Json.Verbatim> items =
                Stream.of("{\"a\":1}", "2").map(Json.Verbatim::new).onClose(() -> closed.set(true));

        assertThat(Json.text(Map.of("items", items))).isEqualTo("{\"items\":[{\"a\":1},2]}");
        assertThat(closed).isTrue();
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("list", List.of(1L, 2.5, true, "x"));
        value.put("map", Collections.singletonMap("none", null));

        assertThat(Json.read(Json.text(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1", "{} {}", "{\"a\":1,\"a\":2}", "hello", "{\"a\""})
    void whatIsNotOneDocumentIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
