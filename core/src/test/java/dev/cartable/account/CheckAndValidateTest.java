package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountStatus;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Validation;
import dev.cartable.account.model.Validation.Finding.Code;
import dev.cartable.account.port.AccountStore;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PupilId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckAndValidateTest {
    private final SchoolFixture school = new SchoolFixture();

    @BeforeEach
    void open() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1", "p2");
        school.family("g2", "Alpha Barry", null, "p3");
        school.family("g3", "Fatou Bah", "fatou@example.org", "p4");
        school.run();
    }

    @Test
    void countsAllAccountsAndShowsThoseThatTheFilterLetsPass() {
        school.change("g1", account -> account.activated("hash", school.now).signedIn(school.now));
        school.family("g4", "To Erase", "erase@example.org", "p5");
        school.run();
        school.erase().erase(school.account("g4").id());
        school.orphan("g2");
        school.now = school.now.plus(Duration.ofDays(31));
        school.change("g3", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));

        List<String> orphans = new ArrayList<>();
        AccountStatus.Summary summary = check(AccountStatus.Filter.ORPHANED, orphans);

        assertThat(orphans).containsExactly("g2");
        assertThat(summary).isEqualTo(new AccountStatus.Summary(4, 1, 1, 1, 1, 1, 1, 2, 1, 1));
        List<String> all = new ArrayList<>();
        check(AccountStatus.Filter.ALL, all);
        assertThat(all).containsExactlyInAnyOrder("g1", "g2", "g3");
    }

    @Test
    void anAccountIsInactiveFromTheDayThatTheTimeIsOver() {
        school.change("g1", account -> account.activated("hash", school.now));
        school.change(
                "g3", account -> account.activated("hash", school.now).signedIn(school.now.plus(Duration.ofDays(10))));
        school.now = school.now.plus(Duration.ofDays(180)).minusSeconds(1);
        List<String> inactive = new ArrayList<>();
        check(AccountStatus.Filter.INACTIVE, inactive);
        assertThat(inactive).isEmpty();

        school.now = school.now.plusSeconds(1);
        check(AccountStatus.Filter.INACTIVE, inactive);

        assertThat(inactive).containsExactlyInAnyOrder("g1", "g2");
    }

    @Test
    void saysWhyAnAccountCannotBeWrittenTo() {
        school.family("g5", "Odd Address", "odd @example.org", "p6");
        school.run();
        Map<String, Contact> contacts = new TreeMap<>();
        new CheckAccounts(school.ports(), school.settings, school.clock)
                .check(
                        AccountStatus.Filter.ALL,
                        status -> contacts.put(status.account().guardian().value(), status.contact()));

        assertThat(contacts.get("g1")).isInstanceOf(Contact.Reachable.class);
        assertThat(contacts.get("g2")).isEqualTo(Contact.none());
        assertThat(requireNonNull((Contact.Unreachable) contacts.get("g5")).reason())
                .isEqualTo(Contact.Reason.UNUSABLE_ADDRESS);
    }

    @Test
    void accountsAreValidAfterAGeneration() {
        assertThat(findings()).allSatisfy((guardian, codes) -> assertThat(codes).isEmpty());
        assertThat(validate()).isEqualTo(new Validation(3, 3, 0, Map.of()));
    }

    @Test
    void namesEveryFinding() {
        school.put(
                "g1",
                "Mariama Diallo",
                "not an address",
                List.of(
                        new Family.Ward(
                                SchoolFixture.pupil("p1", false),
                                Guardianship.of(new GuardianId("g1"), new PupilId("p1"), Guardianship.Relation.MOTHER)),
                        new Family.Ward(
                                SchoolFixture.pupil("p9", true),
                                Guardianship.of(
                                        new GuardianId("g1"), new PupilId("p9"), Guardianship.Relation.MOTHER))));
        school.orphan("g2");
        school.families.remove(new GuardianId("g3"));

        Map<String, List<Code>> findings = findings();

        assertThat(findings.get("g1"))
                .containsExactly(
                        Code.DANGLING_LINK,
                        Code.DANGLING_LINK,
                        Code.MISSING_LINK,
                        Code.UNUSABLE_ADDRESS,
                        Code.ADDRESS_OUT_OF_STEP);
        assertThat(findings.get("g2")).containsExactly(Code.NO_PUPIL, Code.DANGLING_LINK);
        assertThat(findings.get("g3")).containsExactly(Code.GUARDIAN_GONE, Code.DANGLING_LINK);
        Validation validation = validate();
        assertThat(validation.invalid()).isEqualTo(3);
        assertThat(validation.byCode()).containsEntry(Code.DANGLING_LINK, 3L);
        school.run();
        assertThat(findings().get("g1")).containsExactly(Code.UNUSABLE_ADDRESS);
    }

    @Test
    void findsAddressesThatArePupilsAndWaysInThatAreShut() {
        school.family("g1", "Mariama Diallo", "p1@pupils.example.org", "p1", "p2");
        school.run();
        assertThat(findings().get("g1")).containsExactly(Code.PUPILS_ADDRESS);

        school.change(
                "g2", account -> account.withCredential(account.credential().renewed()));
        assertThat(findings().get("g2")).containsExactly(Code.NO_ACTIVATION);

        school.change(
                "g2",
                account -> account.withCredential(
                        new Credential(9, Credential.Origin.TEMPORARY, "hash", school.now.plusSeconds(1))));
        assertThat(findings().get("g2")).isEmpty();

        school.now = school.now.plus(Duration.ofDays(30));
        assertThat(findings().get("g3")).containsExactly(Code.EXPIRED_ACTIVATION);
        school.change("g3", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));
        assertThat(findings().get("g3")).isEmpty();
    }

    @Test
    void reportsPairsThatShareAnAddressAndWhetherTheirNamesAreEqual() {
        school.family("g4", "FÁTOU BAH", "Fatou@example.org", "p4");
        school.family("g5", "Ousmane Bah", "fatou@EXAMPLE.org", "p4");
        school.run();

        try (Stream<AccountPlan.PossibleDuplicate<Account>> pairs = new PossibleDuplicates(school.ports()).find()) {
            assertThat(pairs.map(pair -> Set.<Object>of(
                            pair.first().guardian().value(),
                            pair.second().guardian().value(),
                            pair.sameName())))
                    .containsExactly(Set.<Object>of("g3", "g4", true), Set.<Object>of(last(), "g5", false));
        }
        assertThat(findings().get("g5")).containsExactly(Code.POSSIBLE_DUPLICATE);
        assertThat(validate().byCode()).containsExactly(Map.entry(Code.POSSIBLE_DUPLICATE, 3L));
    }

    /** Of the two with one name, the one that was made later. */
    private String last() {
        return school.account("g3").id().compareTo(school.account("g4").id()) > 0 ? "g3" : "g4";
    }

    /** Whatever the filter and the size, pages say what the whole list says. */
    @Test
    void pagesAreTheWholeListInParts() {
        for (int i = 10; i < 30; i++) {
            school.family("g" + i, "Family " + i, i % 3 == 0 ? "odd @example.org" : "g" + i + "@example.org", "p" + i);
        }
        school.run();
        school.erase().erase(school.account("g12").id());
        for (int i = 10; i < 30; i += 4) {
            if (i != 12) {
                school.orphan("g" + i);
            }
        }
        for (AccountStatus.Filter filter : AccountStatus.Filter.values()) {
            List<String> all = new ArrayList<>();
            check(filter, all);
            for (int size : List.of(1, 3, 50)) {
                assertThat(pages(last -> checkAccounts().list(filter, last, size), AccountStatus::account))
                        .as("%s by %d", filter, size)
                        .isEqualTo(all);
            }
        }
        List<String> invalid = new ArrayList<>();
        validateAccounts().validate(found -> {
            if (!found.isValid()) {
                invalid.add(found.account().guardian().value());
            }
        });
        assertThat(invalid).hasSizeGreaterThan(5);
        for (int size : List.of(1, 4, 50)) {
            assertThat(pages(last -> validateAccounts().invalid(last, size), Validation.AccountFindings::account))
                    .as("invalid by %d", size)
                    .isEqualTo(invalid);
        }
    }

    private static <T> List<String> pages(
            Function<@Nullable AccountId, List<T>> after, Function<? super T, Account> account) {
        List<String> read = new ArrayList<>();
        AccountId last = null;
        for (List<T> page = after.apply(null); !page.isEmpty(); page = after.apply(last)) {
            page.forEach(one -> read.add(account.apply(one).guardian().value()));
            last = account.apply(page.get(page.size() - 1)).id();
        }
        return read;
    }

    /** A page of a long list costs what a page of a short one costs. */
    @Test
    void aPageIsReadWithoutTheOtherAccounts() {
        AtomicInteger rows = new AtomicInteger();
        AccountPorts ports = school.ports();
        AccountStore counting = (AccountStore) Proxy.newProxyInstance(
                AccountStore.class.getClassLoader(),
                new Class<?>[] {AccountStore.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isNotEqualTo("all");
                    method.setAccessible(true);
                    Object result = method.invoke(ports.accounts(), arguments);
                    if (method.getName().equals("after")) {
                        rows.addAndGet(((List<?>) requireNonNull(result)).size());
                    }
                    return result;
                });
        AccountPorts counted = new AccountPorts(
                ports.unitOfWork(),
                ports.leases(),
                ports.roster(),
                ports.addressing(),
                counting,
                ports.activations(),
                ports.usernames(),
                ports.tombstones(),
                ports.hostKeys(),
                ports.passwords(),
                ports.sessions());

        assertThat(new CheckAccounts(counted, school.settings, school.clock).list(AccountStatus.Filter.ALL, null, 1))
                .hasSize(1);
        assertThat(rows).hasValue(1);
    }

    private CheckAccounts checkAccounts() {
        return new CheckAccounts(school.ports(), school.settings, school.clock);
    }

    private ValidateAccounts validateAccounts() {
        return new ValidateAccounts(school.ports(), school.settings, school.clock);
    }

    private AccountStatus.Summary check(AccountStatus.Filter filter, List<String> guardians) {
        return new CheckAccounts(school.ports(), school.settings, school.clock)
                .check(
                        filter,
                        status -> guardians.add(status.account().guardian().value()));
    }

    private Validation validate() {
        Validation validation =
                new ValidateAccounts(school.ports(), school.settings, school.clock).validate(account -> {});
        assertThat(validation.input()).isEqualTo(validation.valid() + validation.invalid());
        return validation;
    }

    private Map<String, List<Code>> findings() {
        Map<String, List<Code>> findings = new TreeMap<>();
        new ValidateAccounts(school.ports(), school.settings, school.clock)
                .validate(found -> findings.put(
                        found.account().guardian().value(),
                        found.findings().stream().map(Validation.Finding::code).toList()));
        return findings;
    }
}
