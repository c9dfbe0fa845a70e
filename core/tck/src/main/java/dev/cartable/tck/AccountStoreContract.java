package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.account;
import static dev.cartable.tck.Samples.accountId;
import static dev.cartable.tck.Samples.guardian;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.AccountStore.SharedAddress;
import dev.cartable.account.port.AccountStores;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an {@link AccountStore} promises of accounts; {@link AccountLinksContract} has the pupils. */
public abstract class AccountStoreContract extends StoresContract<AccountStores> {
    @Test
    void aNewAccountIsFoundByGuardianIdAndUsername() {
        Account awa = account(1);

        assertThat(insert(awa)).containsExactly(awa.id());
        assertThat(accounts().byGuardian(List.of(awa.guardian(), guardian(2)))).isEqualTo(Map.of(awa.guardian(), awa));
        assertThat(accounts().byId(List.of(awa.id(), accountId(2)))).isEqualTo(Map.of(awa.id(), awa));
        assertThat(accounts().byUsername(awa.username())).contains(awa);
        assertThat(accounts().byUsername(new Username("nobody"))).isEmpty();
    }

    @Test
    void everyFieldComesBackAsItWasWritten() {
        Account full = new Account(
                accountId(1),
                new GuardianId("é/ü 👩‍🏫 'x' \\ " + "m".repeat(200)),
                new Username("a".repeat(64)),
                Account.State.DEACTIVATED,
                new PersonName("é".repeat(255), "عائشة بنت محمد 👩‍👧 O'Brien"),
                EmailAddress.of("Awa.Diallo+école".replace("é", "e") + "@" + "d".repeat(63) + ".example.org"),
                Locale.forLanguageTag("fr-GN"),
                new Credential(7, Credential.Origin.TEMPORARY, "{pbkdf2}" + "h".repeat(200), NOW.plusSeconds(1)),
                Samples.fingerprint(255),
                NOW.plusNanos(1_000),
                NOW.plusSeconds(1),
                NOW.plusSeconds(2),
                NOW.plusSeconds(3),
                NOW.plusSeconds(4),
                Account.Deactivation.ORPHANED,
                NOW.plusSeconds(5),
                0);
        insert(full);

        assertThat(stored(1)).isEqualTo(full);
        assertThat(stored(1).name()).isEqualTo(full.name());
        assertThat(stored(1).email())
                .extracting(EmailAddress::value)
                .isEqualTo("Awa.Diallo+ecole@" + "d".repeat(63) + ".example.org");
    }

    @Test
    void anAccountWithoutAnythingOptionalComesBackAsItWasWritten() {
        Account bare = account(1)
                .describedAs(new PersonName("", "Ly"), null, Locale.forLanguageTag("ar"), Samples.fingerprint(1));
        insert(bare);

        assertThat(stored(1)).isEqualTo(bare);
    }

    @Test
    void aRemovedAccountIsGoneWithItsLinksAndNoOtherIs() {
        insert(account(1));
        insert(account(2));
        write(tx -> accounts().link(tx, Map.of(accountId(1), Set.of(new PupilId("p1"))), NOW));
        undone(tx -> accounts().remove(tx, List.of(accountId(1))));
        assertThat(accounts().byId(List.of(accountId(1)))).hasSize(1);
        write(tx -> accounts().remove(tx, List.of(accountId(1), accountId(9))));

        assertThat(accounts().byId(List.of(accountId(1), accountId(2)))).containsOnlyKeys(accountId(2));
        assertThat(accounts().byGuardian(List.of(guardian(1)))).isEmpty();
        assertThat(accounts().byUsername(account(1).username())).isEmpty();
        assertThat(accounts().pupils(List.of(accountId(1)))).isEmpty();
        assertThat(insert(account(1))).as("again").containsExactly(accountId(1));
    }

    @Test
    void guardiansWhoseIdsDifferInCaseOrFormAreDifferent() {
        insert(
                account(1, new GuardianId("G1")),
                account(2, new GuardianId("g1")),
                account(3, new GuardianId("\u00e9")),
                account(4, new GuardianId("e\u0301")));

        assertThat(accounts().byGuardian(List.of(new GuardianId("g1"), new GuardianId("e\u0301"))))
                .extractingFromEntries(entry -> entry.getValue().id())
                .containsExactlyInAnyOrder(accountId(2), accountId(4));
    }

    @Test
    void aGuardianKeepsTheAccountThatIsThere() {
        insert(account(1, guardian(1)));

        assertThat(insert(account(2, guardian(1)), account(3, guardian(3)))).containsExactly(accountId(3));
        assertThat(accounts().byGuardian(List.of(guardian(1))).get(guardian(1)))
                .extracting(Account::id)
                .isEqualTo(accountId(1));
    }

    @Test
    void aGuardianTwiceInOneInsertGetsOneAccount() {
        assertThat(insert(account(1, guardian(1)), account(2, guardian(1)))).hasSize(1);
        assertThat(ids()).hasSize(1);
    }

    @Test
    void threadsThatInsertTheSameGuardiansInOppositeOrdersMakeOneAccountForEach() {
        List<Set<AccountId>> won = Together.run(8, i -> {
            List<Account> mine = new ArrayList<>(many(100, n -> account(1_000 * (i + 1) + n, guardian(n))));
            if (i % 2 == 1) {
                Collections.reverse(mine);
            }
            return this.<Set<AccountId>>call(tx -> accounts().insert(tx, mine));
        });

        assertThat(won.stream().flatMap(Collection::stream)).hasSize(100);
        assertThat(ids()).hasSize(100);
        assertThat(accounts().byGuardian(many(100, Samples::guardian))).hasSize(100);
    }

    @Test
    void anUpdateOverwritesAllFieldsAndRaisesTheVersion() {
        insert(account(1), account(2));
        Account changed = account(1)
                .describedAs(new PersonName("Zoé", "Bâ"), null, Locale.ENGLISH, Samples.fingerprint(9))
                .activated("{pbkdf2}x", NOW.plusSeconds(9))
                .signedIn(NOW.plusSeconds(10))
                .orphaned(NOW.plusSeconds(11));
        write(tx -> accounts().update(tx, List.of(changed)));

        assertThat(stored(1).version()).isEqualTo(1);
        assertThat(stored(1))
                .usingRecursiveComparison()
                .ignoringFields("version")
                .isEqualTo(changed);
        assertThat(stored(2)).isEqualTo(account(2));

        write(tx -> accounts().update(tx, List.of(stored(1).deactivated(Account.Deactivation.BY_HAND, NOW))));
        assertThat(stored(1).version()).isEqualTo(2);
        assertThat(stored(1).deactivation()).isEqualTo(Account.Deactivation.BY_HAND);
    }

    @Test
    void anUpdateOfWhatHasChangedMeanwhileIsRefusedAndUndone() {
        insert(account(1), account(2));
        Account stale = stored(1);
        write(tx -> accounts().update(tx, List.of(stale.signedIn(NOW))));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> write(tx -> accounts()
                        .update(
                                tx,
                                List.of(
                                        account(2).signedIn(NOW),
                                        stale.deactivated(Account.Deactivation.BY_HAND, NOW)))));
        assertThat(stored(1).state()).isEqualTo(Account.State.PENDING);
        assertThat(stored(2).lastSignInAt()).isNull();
    }

    @Test
    void anUpdateOfAnAccountThatIsNotThereIsRefused() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> write(tx -> accounts().update(tx, List.of(account(1)))));
        assertThat(ids()).isEmpty();
    }

    @Test
    void aUsernameThatAnAccountHasIsTakenAndTheInsertNeverFailsForIt() {
        insert(account(1));
        Account sameName = account(2, account(1).username());

        assertThat(insert(sameName, account(3))).containsExactly(accountId(3));
        assertThat(ids()).containsExactlyInAnyOrder(accountId(1), accountId(3));
        assertThat(this.<Set<Username>>call(tx -> accounts()
                        .taken(tx, List.of(account(1).username(), account(3).username(), new Username("free")))))
                .containsExactlyInAnyOrder(account(1).username(), account(3).username());
        assertThat(this.<Set<Username>>call(tx -> accounts().taken(tx, List.of())))
                .isEmpty();
    }

    @Test
    void aUsernameTwiceInOneInsertIsGivenOnce() {
        assertThat(insert(account(1), account(2, account(1).username()))).hasSize(1);
    }

    @Test
    void ofManyThreadsExactlyOneInsertsAUsername() {
        List<Set<AccountId>> won = Together.run(8, i -> insert(account(i + 1, new Username("awa.diallo"))));

        assertThat(won.stream().flatMap(Set::stream)).hasSize(1);
    }

    @Test
    void anErasedAccountIsFoundUnderItsPseudonymOnly() {
        insert(account(1));
        GuardianId pseudonym = new GuardianId("erased-1");
        Account erased =
                account(1).erased(pseudonym, new Username("erased-1"), new PersonName("", "-"), Samples.fingerprint(0));
        write(tx -> accounts().update(tx, List.of(erased)));

        assertThat(accounts().byGuardian(List.of(guardian(1)))).isEmpty();
        assertThat(accounts().byUsername(account(1).username())).isEmpty();
        assertThat(accounts().byGuardian(List.of(pseudonym)).get(pseudonym))
                .extracting(Account::state)
                .isEqualTo(Account.State.ERASED);
        assertThat(ids()).containsExactly(accountId(1));
        assertThat(insert(account(2, guardian(1))))
                .as("the guardian may come back")
                .hasSize(1);
    }

    @Test
    void allAccountsComeInTheOrderOfTheirIds() {
        List<Account> shuffled = new ArrayList<>(many(300, Samples::account));
        Collections.shuffle(shuffled, new Random(4));
        write(tx -> accounts().insert(tx, shuffled));

        assertThat(ids()).hasSize(300).isSorted();
    }

    @Test
    void aPageBeginsBehindAnAccountAlsoIfItIsGone() {
        List<Account> shuffled = new ArrayList<>(many(30, Samples::account));
        Collections.shuffle(shuffled, new Random(5));
        write(tx -> accounts().insert(tx, shuffled));
        List<AccountId> all = ids();

        List<AccountId> read = new ArrayList<>();
        AccountId last = null;
        for (List<Account> page = accounts().after(null, 7);
                !page.isEmpty();
                page = accounts().after(last, 7)) {
            page.forEach(account -> read.add(account.id()));
            last = read.get(read.size() - 1);
            assertThat(page).as("after %s", read).hasSize(Math.min(7, all.size() - read.size() + page.size()));
        }
        assertThat(read).isEqualTo(all);

        AccountId gone = all.get(10);
        write(tx -> accounts().remove(tx, List.of(gone)));
        assertThat(accounts().after(gone, 1)).extracting(Account::id).containsExactly(all.get(11));
    }

    @Test
    void aStreamOfAllAccountsMayBeLeftEarlyAndGoesOnWhileChunksAreCommitted() {
        write(tx -> accounts().insert(tx, many(1_000, Samples::account)));
        for (int i = 0; i < 50; i++) {
            try (Stream<Account> all = accounts().all()) {
                assertThat(all.findFirst()).isPresent();
            }
        }
        List<AccountId> seen = new ArrayList<>();
        try (Stream<Account> all = accounts().all()) {
            for (Iterator<Account> it = all.iterator(); it.hasNext(); ) {
                Account next = it.next();
                if (seen.size() % 100 == 0) {
                    write(tx -> accounts().update(tx, List.of(next.signedIn(NOW))));
                }
                seen.add(next.id());
            }
        }

        assertThat(seen).hasSize(1_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void lockingGivesTheAccountsAsTheyAreNow() {
        insert(account(1), account(2));

        Map<GuardianId, Account> locked = call(tx -> accounts().lock(tx, List.of(guardian(1), guardian(7))));
        assertThat(locked).isEqualTo(Map.of(guardian(1), account(1)));
        assertThat(this.<List<Account>>call(
                        tx -> accounts().lock(tx, accountId(2)).stream().toList()))
                .containsExactly(account(2));
        assertThat(this.<Boolean>call(tx -> accounts().lock(tx, accountId(7)).isEmpty()))
                .isTrue();
        assertThat(this.<Boolean>call(
                        tx -> accounts().lock(tx, List.<GuardianId>of()).isEmpty()))
                .isTrue();
    }

    @Test
    void noUpdateOfALockedAccountIsLost() {
        insert(account(1));

        Together.run(
                20,
                i -> call(tx -> {
                    Account locked = i % 2 == 0
                            ? accounts().lock(tx, accountId(1)).orElseThrow()
                            : accounts()
                                    .lock(tx, List.of(guardian(1)))
                                    .values()
                                    .iterator()
                                    .next();
                    accounts()
                            .update(
                                    tx,
                                    List.of(locked.withCredential(
                                            locked.credential().renewed())));
                    return i;
                }));

        assertThat(stored(1).credential().revision()).isEqualTo(21);
        assertThat(stored(1).version()).isEqualTo(20);
    }

    @Test
    void threadsThatLockTheSameAccountsInOppositeOrdersAllGetThem() {
        write(tx -> accounts().insert(tx, many(50, Samples::account)));
        List<GuardianId> forwards = many(50, Samples::guardian);
        List<GuardianId> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);

        List<Integer> locked = Together.run(8, i -> {
            int sum = 0;
            for (int round = 0; round < 10; round++) {
                sum += this.<Integer>call(tx -> {
                    Map<GuardianId, Account> mine = accounts().lock(tx, i % 2 == 0 ? forwards : backwards);
                    accounts().update(tx, List.copyOf(mine.values()));
                    return mine.size();
                });
            }
            return sum;
        });

        assertThat(locked).hasSize(8).containsOnly(500);
    }

    @Test
    void theCountsTellHowManyAccountsAreInEachState() {
        assertThat(accounts().counts()).isEmpty();

        insert(account(1), account(2), account(3).activated("{pbkdf2}x", NOW));

        assertThat(accounts().counts()).isEqualTo(Map.of(Account.State.PENDING, 2L, Account.State.ACTIVE, 1L));
    }

    @Test
    void addressesOfSeveralOpenAccountsAreReportedWithThem() {
        insert(
                withEmail(1, "a@example.org"),
                withEmail(2, "A@Example.org"),
                withEmail(3, "b@example.org"),
                withEmail(4, null),
                withEmail(5, null),
                withEmail(6, "c@example.org"),
                withEmail(7, "c@example.org").deactivated(Account.Deactivation.BY_HAND, NOW),
                withEmail(8, "d@example.org"),
                withEmail(9, "d@example.org"),
                withEmail(10, "d@example.org").activated("{pbkdf2}x", NOW));

        assertThat(shared())
                .extracting(SharedAddress::address, this::idsOf)
                .containsExactlyInAnyOrder(tuple("a@example.org", 1, 2), tuple("d@example.org", 8, 9, 10));
    }

    @Test
    void noneAndThousandsCanBeInsertedUpdatedAndAskedFor() {
        assertThat(insert()).isEmpty();
        write(tx -> accounts().update(tx, List.of()));
        assertThat(accounts().byGuardian(List.of())).isEmpty();
        assertThat(accounts().byId(List.of())).isEmpty();

        List<Account> all = many(5_000, Samples::account);
        assertThat(this.<Set<AccountId>>call(tx -> accounts().insert(tx, all))).hasSize(5_000);
        write(tx -> accounts().update(tx, all));

        assertThat(accounts().byGuardian(many(6_000, Samples::guardian))).hasSize(5_000);
        assertThat(accounts().byId(many(6_000, Samples::accountId)))
                .hasSize(5_000)
                .allSatisfy((id, account) -> assertThat(account.version()).isEqualTo(1));
        assertThat(this.<Map<GuardianId, Account>>call(tx -> accounts().lock(tx, many(6_000, Samples::guardian))))
                .hasSize(5_000);
    }

    private AccountStore accounts() {
        return stores().accounts();
    }

    private Set<AccountId> insert(Account... added) {
        return call(tx -> accounts().insert(tx, List.of(added)));
    }

    private Account stored(int number) {
        Account found = accounts().byId(List.of(accountId(number))).get(accountId(number));
        if (found == null) {
            throw new AssertionError("account " + number + " is not there");
        }
        return found;
    }

    private List<AccountId> ids() {
        try (Stream<Account> all = accounts().all()) {
            return all.map(Account::id).toList();
        }
    }

    private List<SharedAddress> shared() {
        try (Stream<SharedAddress> all = accounts().sharedAddresses()) {
            return all.toList();
        }
    }

    private Set<AccountId> idsOf(SharedAddress shared) {
        return Set.copyOf(shared.accounts().stream().map(Account::id).toList());
    }

    private static org.assertj.core.groups.Tuple tuple(String address, int... accounts) {
        return org.assertj.core.groups.Tuple.tuple(
                EmailAddress.of(address),
                Set.copyOf(IntStream.of(accounts).mapToObj(Samples::accountId).toList()));
    }

    private static Account withEmail(int number, @Nullable String email) {
        return account(number)
                .describedAs(
                        new PersonName("Awa", "Ly"),
                        email == null ? null : EmailAddress.of(email),
                        Locale.FRENCH,
                        Samples.fingerprint(number));
    }
}
