package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.MigrateAccounts.Counts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.LegacyAccounts;
import dev.cartable.account.port.LegacyAccounts.LegacyAccount;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanChangedException;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrateAccountsTest {
    private static final String PASSWORD = "balafon du soir";
    private static final String DJANGO = "pbkdf2_sha256$10000$seasalt$PVyRw1xTbfCFuXnD0LXlLHtw7bVkQBlWnuoomuCDFEc=";
    private final SchoolFixture school = new SchoolFixture();
    private final Pbkdf2PasswordHasher hasher = Pbkdf2PasswordHasher.withIterations(2_000);
    private final Instant last = school.now.minus(Duration.ofDays(3));
    private final Heard heard = new Heard();

    @BeforeEach
    void families() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1", "p2");
        school.family("g2", "Alpha Barry", null, "p3");
        school.family("g3", "No Pupil", "nobody@example.org");
    }

    @Test
    void keepsUsernamesAndPasswordsAndSendsNothing() {
        Source source = new Source(row("g1", "old.mariama", DJANGO), row("g2", "alpha_b", null));
        assertThat(migrate(source)).isEqualTo(new Counts(2, 2, 0, 0, 0, 1));

        Account account = school.account("g1");
        assertThat(account.username().value()).isEqualTo("old.mariama");
        assertThat(account.state()).isEqualTo(Account.State.ACTIVE);
        assertThat(account.lastSignInAt()).isEqualTo(last);
        assertThat(school.seen("g1")).containsExactlyInAnyOrder(new PupilId("p1"), new PupilId("p2"));
        assertThat(school.account("g2").state()).isEqualTo(Account.State.PENDING);
        assertThat(school.messages()).isEmpty();
        assertThat(school.run().counts().changesNothing()).isTrue();
        assertThat(school.messages()).isEmpty();

        SignIn signIn = signIn();
        assertThat(signIn.signIn("old.mariama", "guess")).isInstanceOf(SignIn.Refused.class);
        assertThat(signIn.signIn("Old.Mariama", PASSWORD)).isInstanceOf(SignIn.SignedIn.class);
        assertThat(school.account("g1").credential().passwordHash())
                .as("renewed at the first sign-in")
                .startsWith("$pbkdf2-sha256$i=2000$");
        assertThat(signIn.signIn("old.mariama", PASSWORD)).isInstanceOf(SignIn.SignedIn.class);

        school.resend().run(ResendCredentials.Request.of(List.of(new GuardianId("g2"))), step -> {});
        assertThat(school.stores
                        .activations()
                        .latest(List.of(school.account("g2").id())))
                .hasSize(1);
    }

    @Test
    void changesNothingTheSecondTime() {
        Source source = new Source(row("g1", "old.mariama", DJANGO));
        migrate(source);
        List<String> before = school.everything();
        assertThat(migrate(source)).isEqualTo(new Counts(1, 0, 1, 0, 0, 0));
        assertThat(school.everything()).isEqualTo(before);
    }

    @Test
    void tellsOfEachRowThatCannotBeTakenOverAndGoesOn() {
        school.family("g4", "Has Account", "has@example.org", "p4");
        school.run(GenerationRequest.of(List.of(new GuardianId("g4"))));
        for (int i = 5; i <= 9; i++) {
            school.family("g" + i, "Guardian " + i, null, "p" + i);
        }
        Source source = new Source(
                row("g1", "old.mariama", DJANGO),
                row("g1", "again", DJANGO),
                row("g2", "old-mariama", DJANGO),
                row("g3", "no.pupil", DJANGO),
                row("g4", "another.name", DJANGO),
                row("g5", "has.account", DJANGO),
                row("g6", "six", "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA"),
                new LegacyAccounts.Row.Usable(
                        new LegacyAccount(
                                new GuardianId("g7"), new Username("seven"), DJANGO, school.now.plusSeconds(1)),
                        9),
                row("unknown", "nobody", DJANGO),
                new LegacyAccounts.Row.Unusable(new RowError("old.csv", 11, "username", "BAD_VALUE")),
                row("g8", "eight", DJANGO));
        List<String> before = school.everything();
        RunReport<Counts> planned = migrateAccounts().plan(source, heard);
        assertThat(school.everything()).isEqualTo(before);
        List<String> told = List.copyOf(heard.told);
        heard.told.clear();
        assertThat(migrate(source)).isEqualTo(planned.counts()).isEqualTo(new Counts(11, 2, 0, 1, 8, 0));
        assertThat(heard.told)
                .isEqualTo(told)
                .containsExactlyInAnyOrder(
                        "g1 old.mariama",
                        "g8 eight",
                        "g3 NO_ACTIVE_PUPIL",
                        "3 DUPLICATE_GUARDIAN",
                        "4 DUPLICATE_USERNAME",
                        "6 HAS_ACCOUNT",
                        "7 USERNAME_TAKEN",
                        "8 UNKNOWN_HASH",
                        "9 FUTURE_SIGN_IN",
                        "10 UNKNOWN_GUARDIAN",
                        "11 BAD_VALUE");
    }

    @Test
    void aPlanIsCarriedOutOrRefused() {
        Source source = new Source(row("g1", "old.mariama", DJANGO));
        PlanDigest digest = migrateAccounts().plan(source, heard).digest();
        Source another = new Source(row("g1", "old.mariama", DJANGO), row("g2", "alpha_b", DJANGO));
        assertThatThrownBy(() -> migrateAccounts().apply(another, digest, heard))
                .isInstanceOf(PlanChangedException.class);
        assertThat(school.everything()).isEmpty();
        assertThat(migrateAccounts().apply(source, digest, heard).digest()).isEqualTo(digest);
    }

    @Test
    void isTakenBackSaveWhatParentsHaveUsedSince() {
        Source source = new Source(row("g1", "old.mariama", DJANGO), row("g2", "alpha_b", DJANGO));
        migrate(source);
        signIn().signIn("alpha_b", PASSWORD);
        List<String> before = school.everything();
        assertThat(migrateAccounts().planRollback(heard)).isEqualTo(new Counts(2, 1, 0, 0, 1, 0));
        assertThat(school.everything()).isEqualTo(before);
        assertThat(migrateAccounts().rollback(heard)).isEqualTo(new Counts(2, 1, 0, 0, 1, 0));
        assertThat(school.stores.accounts().all()).extracting(Account::guardian).containsExactly(new GuardianId("g2"));
        assertThat(migrateAccounts().rollback(heard)).isEqualTo(new Counts(1, 0, 0, 0, 1, 0));
        assertThat(migrate(source)).as("once more").isEqualTo(new Counts(2, 1, 1, 0, 0, 0));
    }

    /** The roster is read once for each chunk to plan, and then twice: to decide, and to decide again under the lock. */
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "4, 0", "5, 0", "6, 500", "7, 500", "8, 1000", "9, 1000"})
    void goesOnWhereACrashStoppedIt(int page, int committed) {
        IntStream.range(0, 1_200).forEach(i -> school.family("m" + i, "Guardian " + i, null, "q" + i));
        LegacyAccounts.Row[] rows = IntStream.range(0, 1_200)
                .mapToObj(i -> row("m" + i, "parent" + i + "x", DJANGO))
                .toArray(LegacyAccounts.Row[]::new);
        int[] pages = {0};
        school.onPage = () -> {
            if (++pages[0] == page) {
                throw new Crash();
            }
        };
        assertThatThrownBy(() -> migrate(new Source(rows))).isInstanceOf(Crash.class);
        assertThat(school.stores.accounts().all()).hasSize(committed);
        assertThat(heard.told).as("reported before the crash").hasSize(committed);

        assertThat(migrate(new Source(rows))).isEqualTo(new Counts(1_200, 1_200 - committed, committed, 0, 0, 0));
        assertThat(heard.told).hasSize(1_200);
        assertThat(migrate(new Source(rows))).isEqualTo(new Counts(1_200, 0, 1_200, 0, 0, 0));
    }

    @Test
    void endsWhereAnotherNodeReplacesTheHostKeyMeanwhile() {
        migrate(new Source(row("g1", "old.mariama", DJANGO)));
        heard.told.clear();
        school.family("g8", "Guardian Eight", null, "p8");
        Source source = new Source(row("g2", "alpha_b", DJANGO), row("g8", "eight", DJANGO));
        school.replaceKeyMeanwhile(2);

        assertThatThrownBy(() -> migrate(source)).isInstanceOf(HostKeyMismatchException.class);

        assertThat(heard.told).isEmpty();
        assertThat(school.stores.accounts().all()).hasSize(1);
    }

    /** No exception that a run could answer by writing items one by one. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private LegacyAccounts.Row row(String guardian, String username, @Nullable String hash) {
        return new LegacyAccounts.Row.Usable(
                new LegacyAccount(new GuardianId(guardian), new Username(username), hash, last), 0);
    }

    private Counts migrate(Source source) {
        return migrateAccounts().run(source, heard).counts();
    }

    private MigrateAccounts migrateAccounts() {
        return new MigrateAccounts(school.ports(), school.settings, hasher, SchoolFixture.KEY, school.clock);
    }

    private SignIn signIn() {
        LimitSignIns limit = new LimitSignIns(
                school.stores.unitOfWork(),
                school.stores.accounts(),
                school.stores.failedSignIns(),
                SignInLimit.defaults(),
                SchoolFixture.KEY,
                school.clock);
        return new SignIn(
                school.stores.unitOfWork(),
                school.stores.accounts(),
                limit,
                hasher,
                school.entitlement(),
                school.clock);
    }

    /** Rows that are numbered like the lines of a file with a header. */
    private static final class Source implements LegacyAccounts {
        private final List<LegacyAccounts.Row> rows = new ArrayList<>();

        Source(LegacyAccounts.Row... given) {
            for (LegacyAccounts.Row row : given) {
                rows.add(
                        row instanceof LegacyAccounts.Row.Usable usable
                                ? new LegacyAccounts.Row.Usable(usable.account(), rows.size() + 2)
                                : row);
            }
        }

        @Override
        public String name() {
            return "old.csv";
        }

        @Override
        public long read(Consumer<? super LegacyAccounts.Row> each) {
            rows.forEach(each);
            return rows.size();
        }
    }

    private static final class Heard implements MigrateAccounts.Listener {
        private final List<String> told = new ArrayList<>();

        @Override
        public void migrated(GuardianId guardian, Username username) {
            told.add(guardian + " " + username);
        }

        @Override
        public void skipped(GuardianId guardian, AccountStep.Reason reason) {
            told.add(guardian + " " + reason);
        }

        @Override
        public void failed(RowError error) {
            told.add(error.line() + " " + error.code());
        }
    }
}
