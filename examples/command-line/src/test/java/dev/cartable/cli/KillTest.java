package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.Account;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A generation whose process is killed at any point, and run again, ends as one that nobody disturbed. */
class KillTest {
    private static final int GUARDIANS = 2_000;
    private static final int SHORT = 2;
    private static final int LONG = 20;

    @TempDir
    Path folder;

    private Path roster = Path.of("");

    @BeforeEach
    void writeARoster() throws IOException {
        writeRoster(GUARDIANS);
    }

    private void writeRoster(int guardians) throws IOException {
        roster = Files.createDirectories(folder.resolve("roster"));
        StringBuilder users =
                new StringBuilder("sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,email\n");
        StringBuilder links = new StringBuilder("userSourcedId,relationshipUserSourcedId,relationshipRole\n");
        for (int i = 0; i < guardians; i++) {
            String email = i % 3 == 0 ? "" : "parent" + i + "@example.org";
            users.append("G" + i + ",true,e,parent,Awa,Name" + i % 700 + "," + email + "\n");
            users.append("P" + i + ",true,e,student,Pupil,Name" + i % 700 + ",\n");
            links.append("P" + i + ",G" + i + ",mother\n");
        }
        Files.writeString(roster.resolve("users.csv"), users, StandardCharsets.UTF_8);
        Files.writeString(roster.resolve("relationships.csv"), links, StandardCharsets.UTF_8);
        Files.writeString(roster.resolve("orgs.csv"), "sourcedId,name,type\ne,School,school\n", StandardCharsets.UTF_8);
    }

    @OnEachDatabase
    void someKillsLeaveNoTrace(TestDatabase.Kind kind) throws Exception {
        killAndRunAgain(kind, SHORT);
    }

    @Tag("systems")
    @ParameterizedTest
    @EnumSource
    void manyKillsLeaveNoTrace(TestDatabase.Kind kind) throws Exception {
        killAndRunAgain(kind, LONG);
    }

    /** Each run finds what earlier ones have left, and is killed in turn. */
    @Tag("systems")
    @Test
    void manyKillsOnOneFileLoseNothingThatWasThere() throws Exception {
        long start = System.nanoTime();
        generate(desk(TestDatabase.Kind.H2, "undisturbed")).await();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Desk desk = desk(TestDatabase.Kind.H2, "one-file");
        Set<String> before = Set.of();
        Set<Integer> sizes = new HashSet<>();
        int killed = 0;
        for (int i = 1; i <= LONG; i++) {
            writeRoster(i * GUARDIANS / LONG);
            Child child = generate(desk);
            // The first half is the start of a Java machine.
            if (!child.process().waitFor(millis * (LONG + i) / (2 * LONG), TimeUnit.MILLISECONDS)) {
                child.process().destroyForcibly();
                killed++;
            }
            child.await();
            Desk.Result rerun = i == 1 ? desk.run(generate()) : new Desk.Result(0, "", "");
            assertThat(rerun.exit()).as(rerun.err()).isZero();

            Set<String> after = state(desk);
            assertThat(difference(before, after)).as("lost by kill %s", i).isEmpty();
            sizes.add(after.size());
            before = after;
        }
        assertThat(killed).isPositive();
        assertThat(sizes).as("kills at different points").hasSizeGreaterThan(2);

        Desk.Result last = desk.run(generate());

        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(difference(before, state(desk))).isEmpty();
        assertThat(state(desk)).hasSize(GUARDIANS + GUARDIANS * 2 / 3);
    }

    private void killAndRunAgain(TestDatabase.Kind kind, int points) throws Exception {
        Desk undisturbed = desk(kind, "undisturbed");
        long start = System.nanoTime();
        Desk.Result whole = generate(undisturbed).await();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(whole.exit()).as(whole.err()).isZero();
        Set<String> expected = state(undisturbed);
        assertThat(expected).hasSize(GUARDIANS + GUARDIANS * 2 / 3);

        int killed = 0;
        for (int i = 1; i <= points; i++) {
            Desk desk = desk(kind, "killed-" + i);
            Child child = generate(desk);
            if (!child.process().waitFor(millis * i / (points + 1), TimeUnit.MILLISECONDS)) {
                child.process().destroyForcibly();
                killed++;
            }
            child.await();

            Desk.Result again = desk.run(generate());

            assertThat(again.exit())
                    .as("after kill %s of %s: %s", i, points, again.err())
                    .isZero();
            Set<String> actual = state(desk);
            assertThat(difference(expected, actual))
                    .as("missing after kill %s of %s", i, points)
                    .isEmpty();
            assertThat(difference(actual, expected))
                    .as("unexpected after kill %s of %s", i, points)
                    .isEmpty();
        }
        assertThat(killed).isPositive();
    }

    private static Set<String> difference(Set<String> from, Set<String> without) {
        Set<String> difference = new TreeSet<>(from);
        difference.removeAll(without);
        return difference;
    }

    private Desk desk(TestDatabase.Kind kind, String name) throws IOException {
        return Desk.with(kind, Files.createDirectories(folder.resolve(name)));
    }

    private Child generate(Desk desk) {
        return Child.start(desk.folder(), desk.environment(), generate());
    }

    private String[] generate() {
        return new String[] {"accounts", "generate", "--roster", roster.toString(), "--json"};
    }

    /** Accounts with their usernames, links and messages, without ids and times. */
    private static Set<String> state(Desk desk) {
        JdbcStores stores = desk.stores();
        Set<String> state = new TreeSet<>();
        try (Stream<Account> all = stores.accounts().all()) {
            List<Account> accounts = all.toList();
            assertThat(new HashSet<>(accounts.stream().map(Account::guardian).toList()))
                    .hasSize(accounts.size());
            var pupils =
                    stores.accounts().pupils(accounts.stream().map(Account::id).toList());
            for (Account account : accounts) {
                state.add("account " + account.guardian() + " " + account.username() + " " + account.state() + " "
                        + account.credential().revision() + " sees " + pupils.get(account.id()));
            }
        }
        try (Stream<Notice.Entry> all = stores.outbox().history(NoticeFilter.all())) {
            all.forEach(entry -> assertThat(state.add("message "
                            + entry.notice().recipient() + " " + entry.notice().kind() + " "
                            + entry.notice().revision() + " " + entry.state()))
                    .isTrue());
        }
        return state;
    }
}
