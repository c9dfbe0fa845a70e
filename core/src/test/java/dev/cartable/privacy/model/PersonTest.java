package dev.cartable.privacy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.account.model.AccountId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.quota.model.Holder;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person by all ids, without their words, and as an export shows them. */
class PersonTest {
    private static final AccountId ACCOUNT = new AccountId(new UUID(0, 1));
    private static final Person AWA =
            Person.guardian(new GuardianId("g1"), ACCOUNT, Set.of("Awa", "Awa Barry", "a.b@x.org"));
    private static final Person JOHN = Person.user(new UserId("john"), Set.of());

    @Test
    void aPersonIsEitherAGuardianOrAUser() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Person(null, ACCOUNT, null, null, Set.of(), Set.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Person(new GuardianId("g1"), null, new UserId("u"), null, Set.of(), Set.of()));
    }

    @Test
    void aPersonIsKnownByAllTheirIds() {
        assertThat(AWA.recipients())
                .containsExactly(new Recipient("guardian", "g1"), new Recipient("account", ACCOUNT.toString()));
        assertThat(Person.guardian(new GuardianId("g2"), null, Set.of()).recipients())
                .containsExactly(new Recipient("guardian", "g2"));
        assertThat(JOHN.recipients()).containsExactly(new Recipient("user", "john"));
        assertThat(AWA.id()).isEqualTo("g1");
        assertThat(JOHN.id()).isEqualTo("john");
        assertThat(AWA.holder()).isNull();
        assertThat(JOHN.holder()).isEqualTo(Holder.of(new UserId("john")));
        assertThat(AWA.withLogins(Set.of("awa.barry", "a.b@x.org")).names())
                .as("another person may sign in by the number or the name")
                .containsExactlyInAnyOrder("awa.barry", "a.b@x.org");
        assertThat(JOHN.withLogins(Set.of("jo")).names()).containsExactlyInAnyOrder("john", "jo");
        assertThat(AWA.toString()).contains("g1").doesNotContain("Barry");
    }

    @Test
    void underAPseudonymAPersonHasNoWordsAndKeepsTheAccount() {
        assertThat(AWA.under("x")).isEqualTo(Person.guardian(new GuardianId("x"), ACCOUNT, Set.of()));
        assertThat(JOHN.under("x")).isEqualTo(Person.user(new UserId("x"), Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "Ask Awa Barry or AWA., Ask … or ….",
        "Awas and Lawa stay, Awas and Lawa stay",
        "write to A.B@X.ORG, write to …",
        "aab@x.org is another, aab@x.org is another"
    })
    void wordsAreTakenOutOfTextsAboutOthers(String text, String without) {
        assertThat(AWA.withoutWords(text)).isEqualTo(without);
        assertThat(JOHN.withoutWords(text)).isEqualTo(text);
    }

    @Test
    void anExportShowsWhomItIsAboutAlone() {
        Person.Export export = new Person.Export(
                "guardian:g1", Instant.EPOCH, Map.of("account", List.of(Map.of("email", "awa@x.org"))));

        assertThat(export).hasToString("Export[guardian:g1]");
    }

    @Test
    void aKindOfDataIsKeptForADayOrMore() {
        RetentionPeriods usual = RetentionPeriods.defaults();
        RetentionPeriods longer = usual.with(DataKind.MESSAGE_DETAILS, Duration.ofDays(1));

        assertThat(longer.of(DataKind.MESSAGE_DETAILS)).isEqualTo(Duration.ofDays(1));
        for (DataKind kind : DataKind.values()) {
            assertThat(usual.of(kind)).isEqualTo(kind.kept()).isGreaterThan(Duration.ofDays(1));
            assertThat(kind.option()).matches("[a-z-]+");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        usual.with(DataKind.MESSAGE_DETAILS, Duration.ofDays(1).minusNanos(1)))
                .withMessageContaining(DataKind.MESSAGE_DETAILS.option());
    }
}
