package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountFigures;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.school.model.GuardianId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AccountStatisticsTest {
    @Test
    void sharesOfNothingAreZero() {
        AccountFigures figures = count(new SchoolFixture());

        assertThat(figures.coveragePercent()).isZero();
        assertThat(figures.activePercent()).isZero();
        assertThat(figures.activatedPercent()).isZero();
        assertThat(figures.byState()).hasSize(Account.State.values().length).containsEntry(Account.State.ACTIVE, 0L);
    }

    @Test
    void equalsWhatCountingByHandGives() {
        long seed = new Random().nextLong();
        System.out.println("AccountStatisticsTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            SchoolFixture school = school(random);
            AccountFigures figures = count(school);
            List<Account> rows = school.stores.accounts().all().toList();
            List<Account> accounts =
                    rows.stream().filter(a -> a.state() != Account.State.ERASED).toList();
            Set<GuardianId> entitled = new TreeSet<>();
            school.families.forEach((id, family) -> {
                if (family.wards().stream().anyMatch(ward -> ward.pupil().active())) {
                    entitled.add(id);
                }
            });
            long covered = accounts.stream()
                    .filter(a -> entitled.contains(a.guardian()))
                    .count();
            long active = accounts.stream()
                    .filter(a -> a.state() == Account.State.ACTIVE)
                    .count();
            long activated =
                    accounts.stream().filter(a -> a.activatedAt() != null).count();

            assertThat(figures.entitled()).isEqualTo(entitled.size());
            assertThat(figures.covered()).isEqualTo(covered);
            assertThat(figures.coveragePercent())
                    .isCloseTo(entitled.isEmpty() ? 0 : 100.0 * covered / entitled.size(), within(1e-9));
            assertThat(figures.accounts()).isEqualTo(accounts.size());
            assertThat(figures.activePercent())
                    .isCloseTo(accounts.isEmpty() ? 0 : 100.0 * active / accounts.size(), within(1e-9));
            assertThat(figures.activatedPercent())
                    .isCloseTo(accounts.isEmpty() ? 0 : 100.0 * activated / accounts.size(), within(1e-9));
            assertThat(figures.byState().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(rows.size());
            assertThat(figures.email())
                    .isEqualTo(accounts.stream().filter(a -> a.email() != null).count());
            assertThat(figures.email()
                            + figures.noChannel().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .isEqualTo(accounts.size());
            assertThat(figures.neverSignedIn())
                    .isEqualTo(accounts.stream()
                            .filter(a -> a.lastSignInAt() == null)
                            .count());
            assertThat(figures.inactive())
                    .isEqualTo(accounts.stream()
                            .filter(a -> a.state() == Account.State.DEACTIVATED || isQuiet(a, school))
                            .count());
            assertThat(figures.orphaned())
                    .isEqualTo(accounts.stream()
                            .filter(a -> !entitled.contains(a.guardian()))
                            .count());
        }
    }

    private static boolean isQuiet(Account account, SchoolFixture school) {
        Duration quiet = account.lastSignInAt() != null
                ? Duration.between(account.lastSignInAt(), school.now)
                : Duration.between(
                        account.activatedAt() == null ? account.createdAt() : account.activatedAt(), school.now);
        return quiet.compareTo(school.settings.inactiveAfter()) >= 0;
    }

    private static SchoolFixture school(Random random) {
        SchoolFixture school = new SchoolFixture();
        int size = random.nextInt(40);
        for (int i = 0; i < size; i++) {
            String[] addresses = {null, "a" + i + "@example.org", "a b@example.org", "p" + i + "@pupils.example.org"};
            String email = addresses[random.nextInt(addresses.length)];
            if (random.nextInt(6) == 0) {
                school.family("g" + i, "Awa Diallo", email);
            } else {
                school.family("g" + i, "Awa Diallo", email, "p" + i);
            }
        }
        if (size == 0) {
            return school;
        }
        school.run(
                random.nextBoolean()
                        ? GenerationRequest.everyone()
                        : GenerationRequest.everyone().limit(1 + random.nextInt(40)));
        for (Account account : school.stores.accounts().all().toList()) {
            String guardian = account.guardian().value();
            switch (random.nextInt(7)) {
                case 0 -> school.change(guardian, a -> a.activated("hash", school.now));
                case 1 ->
                    school.change(
                            guardian,
                            a -> a.activated("hash", school.now)
                                    .signedIn(school.now.plus(Duration.ofDays(random.nextInt(300)))));
                case 2 -> school.change(guardian, a -> a.deactivated(Account.Deactivation.BY_HAND, school.now));
                case 3 -> school.erase().erase(account.id());
                case 4 -> school.orphan(guardian);
                case 5 -> school.families.remove(account.guardian());
                default -> {}
            }
        }
        school.now = school.now.plus(Duration.ofDays(random.nextInt(400)));
        return school;
    }

    private static AccountFigures count(SchoolFixture school) {
        return new AccountStatistics(school.ports(), school.settings, school.clock).count();
    }
}
