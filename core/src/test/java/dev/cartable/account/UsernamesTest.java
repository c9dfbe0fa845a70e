package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.Usernames.Request;
import dev.cartable.account.model.NamingRule;
import dev.cartable.account.model.RandomNames;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsernamesTest {
    private static final int CHUNK = 1_000;

    private final InMemoryStores stores = new InMemoryStores(InstantSource.system());
    private final UnitOfWork unitOfWork = stores.unitOfWork();
    private final CountingLedger ledger = new CountingLedger(stores.usernames());
    private final Usernames usernames = usernames(NamingRule.of("{given}.{family}"));
    private int guardians;

    @Test
    void givesTheBareNameFirstAndNumbersAfterIt() {
        assertThat(names("Jean Dupont", "Marie Curie", "Jean Dupont", "Jean Dupont"))
                .containsExactly("jean.dupont", "marie.curie", "jean.dupont2", "jean.dupont3");
        assertThat(names("Jean Dupont")).containsExactly("jean.dupont4");
    }

    @Test
    void neverGivesANameThatLooksLikeAnother() {
        assertThat(names("Jean Dupont", "Jean-Dupont .", "JeanDupont .", "Jean Dup0nt"))
                .containsExactly("jean.dupont", "jean-dupont2", "jeandupont3", "jean.dup0nt4");
        assertThat(names("Arnaud Sy", "Amaud Sy")).containsExactly("arnaud.sy", "amaud.sy2");
        assertThat(names("Ali Ba", "All Ba", "а Li".replace("а ", "А") + " Ba")).doesNotHaveDuplicates();
    }

    @Test
    void givesNoReservedWordAlone() {
        assertThat(names("admin .", "Root .", "Adm1n .", "😀 ."))
                .containsExactly("admin2", "root2", "adm1n3", "parent2");
    }

    @Test
    void goesRoundNamesThatEndInNumbers() {
        assertThat(names("Awa Sow2", "Awa Sow", "Awa Sow")).containsExactly("awa.sow2", "awa.sow", "awa.sow3");
    }

    @Test
    void findsAFreeNumberInADenseFieldOfThemInFewQueries() {
        Usernames byId = usernames(NamingRule.of("{id}"));
        Set<Username> dense = new HashSet<>();
        for (int chunk = 0; chunk < 12; chunk++) {
            int from = 1 + chunk * CHUNK;
            dense.addAll(allocate(
                            byId,
                            IntStream.range(from, from + CHUNK)
                                    .mapToObj(i -> numbered("" + i))
                                    .toList())
                    .values());
        }
        ledger.queries = 0;
        assertThat(allocate(byId, List.of(numbered("10-0"))).values())
                .hasSize(1)
                .doesNotContainAnyElementsOf(dense);
        assertThat(ledger.queries).isLessThanOrEqualTo(12);
    }

    private static Request numbered(String id) {
        return new Request(new GuardianId(id), new PersonName("A", "B"));
    }

    @Test
    void asksAsOftenForFiftyThousandOfOneNameAsForFiftyThousandNames() {
        int alike = queriesFor(i -> new PersonName("Mamadou", "Diallo"));
        int different = queriesFor(i -> new PersonName("Given" + letters(i), "Family" + letters(i)));
        System.out.println("50,000 alike: " + alike + " queries, different: " + different);
        assertThat(alike).isLessThanOrEqualTo(different * 3 / 2);
    }

    @Test
    void takesTheNextNameWhenAnotherTransactionWasFaster() {
        ledger.stealNext = 2;
        assertThat(names("Jean Dupont", "Marie Curie", "Awa Sow"))
                .containsExactly("jean.dupont2", "marie.curie2", "awa.sow");
    }

    @Test
    void triesTenTimesAgainstFasterTransactions() {
        ledger.stealNext = 9;
        assertThat(names("Jean Dupont")).containsExactly("jean.dupont10");

        ledger.stealNext = 10;
        assertThatThrownBy(() -> names("Marie Curie")).isInstanceOf(NoUsernameException.class);
    }

    @Test
    void takesOverOnlyTheNamesThatAreFree() {
        names("Jean Dupont");

        assertThat(unitOfWork.<Set<Username>>call(
                        tx -> usernames.takeOver(tx, List.of(new Username("jean_dupont"), new Username("marie")))))
                .containsExactly(new Username("marie"));
    }

    @Test
    void givesUpWhenOthersAreAlwaysFaster() {
        ledger.stealNext = Integer.MAX_VALUE;
        assertThatThrownBy(() -> names("Jean Dupont"))
                .isInstanceOf(NoUsernameException.class)
                .hasMessageContaining("guardian g1")
                .hasMessageNotContaining("upont");
    }

    @Test
    void givesUpAfterSixteenRoundsWhereEachNameIsTaken() {
        ledger.onlyOneIsFree = true;

        assertThatThrownBy(() -> names("Jean Dupont", "Jean Dupont"))
                .isInstanceOf(NoUsernameException.class)
                .hasMessageContaining("in 16 rounds for 1 guardians")
                .hasMessageNotContaining("upont");
        assertThat(ledger.queries).as("the numbers, and each round").isEqualTo(1 + 16);
    }

    @Test
    void refusesOneGuardianTwice() {
        Request twice = new Request(new GuardianId("g"), new PersonName("A", "B"));
        assertThatThrownBy(() -> allocate(usernames, List.of(twice, twice))).hasMessageContaining("guardian g ");
    }

    @Test
    void keepsNoNameInTheLedger() {
        names("Jean Dupont", "Jean Dupont");
        assertThat(ledger.seen).isNotEmpty().allSatisfy(text -> assertThat(text).matches("[0-9a-f]{32}"));
    }

    @Test
    void givesEverybodyAValidNameOfTheirOwn() {
        long seed = System.nanoTime();
        System.out.println("UsernamesTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (NamingRule rule :
                List.of(NamingRule.of("{given}.{family}"), new NamingRule("{g}{family}", 8), NamingRule.of("{id}"))) {
            Usernames any = usernames(rule);
            Set<String> skeletons = new HashSet<>();
            for (int chunk = 0; chunk < 5; chunk++) {
                List<Request> requests = IntStream.range(0, CHUNK)
                        .mapToObj(i -> new Request(nextGuardian(), RandomNames.next(random)))
                        .toList();
                Map<GuardianId, Username> given = allocate(any, requests);
                assertThat(given.keySet())
                        .containsExactlyInAnyOrderElementsOf(
                                requests.stream().map(Request::guardian).toList());
                for (Username username : given.values()) {
                    assertThat(username.value()).as("seed %d", seed).hasSizeLessThanOrEqualTo(rule.maxLength());
                    assertThat(skeletons.add(NamingRule.skeleton(username.value())))
                            .as("seed %d: %s", seed, username)
                            .isTrue();
                }
            }
            ledger.forget();
        }
    }

    private int queriesFor(IntFunction<PersonName> naming) {
        ledger.queries = 0;
        for (int chunk = 0; chunk < 50; chunk++) {
            int from = chunk * CHUNK;
            allocate(
                    usernames,
                    IntStream.range(from, from + CHUNK)
                            .mapToObj(i -> new Request(nextGuardian(), naming.apply(i)))
                            .toList());
        }
        return ledger.queries;
    }

    private static String letters(int number) {
        return Integer.toString(number, 36)
                .chars()
                .collect(
                        StringBuilder::new,
                        (text, c) -> text.append((char) (c <= '9' ? c - '0' + 'n' : c - 'a' + 'a')),
                        StringBuilder::append)
                .toString();
    }

    private GuardianId nextGuardian() {
        return new GuardianId("g" + ++guardians);
    }

    /** Each text is a given name and a family name; a dot stands for none. */
    private List<String> names(String... people) {
        List<Request> requests = new ArrayList<>();
        for (String person : people) {
            String[] parts = person.split(" ", 2);
            requests.add(new Request(nextGuardian(), new PersonName(parts[0], parts[1].equals(".") ? "" : parts[1])));
        }
        Map<GuardianId, Username> given = allocate(usernames, requests);
        return requests.stream()
                .map(request -> requireNonNull(given.get(request.guardian())).value())
                .toList();
    }

    private Map<GuardianId, Username> allocate(Usernames from, List<Request> requests) {
        return unitOfWork.call(tx -> from.allocate(tx, requests));
    }

    private Usernames usernames(NamingRule rule) {
        return new Usernames(rule, HostKey.of(new byte[32]), ledger, stores.accounts());
    }

    /** A ledger that counts the questions and lets a faster transaction be played. */
    private final class CountingLedger implements UsernameLedger {
        private UsernameLedger ledger;
        private final Set<String> seen = new LinkedHashSet<>();
        private int queries;
        private int stealNext;
        private boolean onlyOneIsFree;
        private @Nullable String free;

        CountingLedger(UsernameLedger ledger) {
            this.ledger = ledger;
        }

        void forget() {
            ledger = stores.usernames();
        }

        @Override
        public void release(Tx tx, Collection<String> skeletons) {
            ledger.release(tx, skeletons);
        }

        @Override
        public Map<String, Integer> highestSuffix(Tx tx, Collection<String> bases) {
            queries++;
            return ledger.highestSuffix(tx, bases);
        }

        @Override
        public Set<String> taken(Tx tx, Collection<String> skeletons) {
            queries++;
            if (onlyOneIsFree) {
                free = free == null ? skeletons.iterator().next() : free;
                return skeletons.stream()
                        .filter(skeleton -> !skeleton.equals(free))
                        .collect(Collectors.toSet());
            }
            return ledger.taken(tx, skeletons);
        }

        @Override
        public Set<String> reserve(Tx tx, Collection<Entry> entries) {
            queries++;
            for (Entry entry : entries) {
                seen.add(entry.skeleton());
                seen.add(entry.base());
                if (stealNext > 0) {
                    stealNext--;
                    ledger.reserve(tx, List.of(entry));
                }
            }
            return ledger.reserve(tx, entries);
        }
    }
}
