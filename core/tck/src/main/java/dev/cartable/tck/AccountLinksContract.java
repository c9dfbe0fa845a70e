package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.accountId;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.pupil;
import static dev.cartable.tck.Samples.pupils;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.AccountStores;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link AccountStore} promises of the pupils that accounts see. */
public abstract class AccountLinksContract extends StoresContract<AccountStores> {
    @BeforeEach
    final void openAccounts() {
        write(tx -> stores().accounts().insert(tx, many(5, Samples::account)));
    }

    @Test
    void anAccountSeesNobodyAtFirst() {
        assertThat(see(1)).isEmpty();
    }

    @Test
    void anAccountSeesThePupilsThatItWasLinkedTo() {
        link(Map.of(accountId(1), pupils(1, 2), accountId(2), pupils(2)), NOW);

        assertThat(see(1, 2, 3)).isEqualTo(Map.of(accountId(1), pupils(1, 2), accountId(2), pupils(2)));
    }

    @Test
    void linkingTheSamePupilsAgainChangesNothing() {
        link(Map.of(accountId(1), pupils(1, 2)), NOW);
        link(Map.of(accountId(1), pupils(1, 2)), NOW.plusSeconds(1));

        assertThat(see(1)).isEqualTo(Map.of(accountId(1), pupils(1, 2)));
    }

    @Test
    void whatIsNotAmongThemEndsAndTheRestStays() {
        link(Map.of(accountId(1), pupils(1, 2), accountId(2), pupils(1)), NOW);
        link(Map.of(accountId(1), pupils(2, 3)), NOW.plusSeconds(1));

        assertThat(see(1, 2)).isEqualTo(Map.of(accountId(1), pupils(2, 3), accountId(2), pupils(1)));
    }

    @Test
    void anAccountThatIsLinkedToNobodySeesNobody() {
        link(Map.of(accountId(1), pupils(1)), NOW);
        link(Map.of(accountId(1), Set.of()), NOW.plusSeconds(1));

        assertThat(see(1)).isEmpty();
    }

    @Test
    void aLinkThatIsOverCanBeginAgain() {
        link(Map.of(accountId(1), pupils(1, 2)), NOW);
        link(Map.of(accountId(1), pupils(2)), NOW.plusSeconds(1));
        link(Map.of(accountId(1), pupils(1, 2)), NOW.plusSeconds(2));
        link(Map.of(accountId(1), pupils(1)), NOW.plusSeconds(3));

        assertThat(see(1)).isEqualTo(Map.of(accountId(1), pupils(1)));
    }

    @Test
    void aLinkThatIsOverStaysWithTheTimeOfItsFirstEnd() {
        assumeTrue(
                fixture().endedLinks(accountId(1)).isPresent(),
                "this fixture cannot look at links that are over; override endedLinks to run this test");
        link(Map.of(accountId(1), pupils(1, 2)), NOW);
        link(Map.of(accountId(1), pupils(2)), NOW.plusSeconds(1));
        link(Map.of(accountId(1), Set.of()), NOW.plusSeconds(2));

        assertThat(ended(1)).contains(Map.of(pupil(1), NOW.plusSeconds(1), pupil(2), NOW.plusSeconds(2)));
        assertThat(ended(2)).contains(Map.of());
    }

    @Test
    void linkingIsUndoneWithItsTransaction() {
        link(Map.of(accountId(1), pupils(1)), NOW);

        undone(tx -> stores().accounts().link(tx, Map.of(accountId(1), pupils(2), accountId(2), pupils(3)), NOW));

        assertThat(see(1, 2)).isEqualTo(Map.of(accountId(1), pupils(1)));
    }

    @Test
    void manyPupilsAndManyAccountsCanBeLinked() {
        link(Map.of(), NOW);
        assertThat(see()).isEmpty();
        write(tx -> stores().accounts().insert(tx, many(5_000, i -> Samples.account(i + 100))));

        Set<PupilId> five = pupils(1, 2, 3, 4, 5);
        List<AccountId> accounts = many(5_000, i -> accountId(i + 100));
        link(accounts.stream().collect(Collectors.toMap(Function.identity(), id -> five)), NOW);
        link(Map.of(accountId(1), Set.copyOf(many(500, Samples::pupil))), NOW);

        assertThat(stores().accounts().pupils(accounts))
                .hasSize(5_000)
                .allSatisfy((id, pupils) -> assertThat(pupils).isEqualTo(five));
        assertThat(see(1).get(accountId(1))).hasSize(500);
    }

    @Test
    void pupilsWhoseIdsDifferInCaseAreDifferent() {
        link(Map.of(accountId(1), Set.of(new PupilId("É1"), new PupilId("é1"))), NOW);
        link(Map.of(accountId(1), Set.of(new PupilId("é1"))), NOW);

        assertThat(see(1)).isEqualTo(Map.of(accountId(1), Set.of(new PupilId("é1"))));
    }

    private void link(Map<AccountId, Set<PupilId>> pupils, Instant now) {
        write(tx -> stores().accounts().link(tx, pupils, now));
    }

    private Map<AccountId, Set<PupilId>> see(int... accounts) {
        return stores().accounts()
                .pupils(IntStream.of(accounts).mapToObj(Samples::accountId).toList());
    }

    private Optional<Map<PupilId, Instant>> ended(int account) {
        return fixture().endedLinks(accountId(account));
    }
}
