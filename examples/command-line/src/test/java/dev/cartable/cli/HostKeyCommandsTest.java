package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.cli.frame.Surroundings;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import dev.cartable.work.Leases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeyCommandsTest {
    @TempDir
    private Path folder;

    @OnEachDatabase
    void aDatabaseThatIsOpenedASecondTimeWithAnotherKeyIsRefused(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        Path file = folder.resolve("cartable.key");
        String right = Files.readString(file);
        HostKey.random().writeTo(file);
        long accounts = desk.stores().accounts().counts().values().stream()
                .mapToLong(Long::longValue)
                .sum();

        assertThat(desk.generateFromSample().get("error").text("code")).isEqualTo("HOST_KEY_OTHER");
        assertThat(desk.generateFromSample("--dry-run").get("error").text("code"))
                .isEqualTo("HOST_KEY_OTHER");
        assertThat(desk.json("messages", "send").get("error").text("code")).isEqualTo("HOST_KEY_OTHER");
        assertThat(desk.run("accounts", "resend", "--yes", "--lang", "fr").err())
                .contains("La base a été écrite avec une autre clé", "conservés", "cartable host-key import");
        assertThat(desk.run("doctor").out()).contains("was written with another host key");
        assertThat(desk.run("doctor").exit()).isEqualTo(4);
        assertThat(desk.stores().accounts().counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(accounts);
        assertThat(desk.run("accounts", "stats").exit())
                .as("what derives nothing")
                .isZero();

        Files.writeString(file, right);
        assertThat(desk.run("messages", "send").exit()).isZero();
        assertThat(desk.run("doctor").out()).doesNotContain("another host key");
    }

    @Test
    void withoutTheKeyADryRunSaysThatItIsMissing() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        Files.delete(folder.resolve("cartable.key"));

        assertThat(desk.generateFromSample("--dry-run").get("error").text("code"))
                .isEqualTo("KEY_MISSING");
        assertThat(folder.resolve("cartable.key")).doesNotExist();
    }

    @Test
    void theKeyIsExportedOnPaperTypedBackInAndTheDateIsKept() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        assertThat(desk.run("doctor").out()).contains("never exported on paper");
        Path file = folder.resolve("cartable.key");
        String right = Files.readString(file);

        Desk.Result exported = desk.run("host-key", "export", "--paper", "--to", "paper.txt");
        assertThat(exported.exit()).isZero();
        Path paper = folder.resolve("paper.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(paper)))
                .isEqualTo("rw-------");
        assertThat(exported.out() + exported.err())
                .doesNotContain(
                        right.strip(), Files.readString(paper).lines().toList().get(3));
        assertThat(desk.run("doctor").out())
                .contains("last exported on paper on")
                .doesNotContain("never exported");
        assertThat(desk.run("host-key", "export", "--paper", "--to", "paper.txt")
                        .exit())
                .as("the file is there")
                .isEqualTo(1);

        HostKey.random().writeTo(file);
        assertThat(desk.typing(Files.readString(paper) + "\n")
                        .run("host-key", "import")
                        .exit())
                .isZero();
        assertThat(Files.readString(file)).isEqualTo(right);
        assertThat(desk.run("messages", "send").exit()).isZero();

        Files.delete(file);
        assertThat(desk.run("host-key", "import", "paper.txt").exit()).isZero();
        assertThat(Files.readString(file)).isEqualTo(right);
    }

    @Test
    void whatIsMistypedOrOfAnotherDatabaseChangesNothing() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        String right = Files.readString(folder.resolve("cartable.key"));

        Desk.Result mistyped = desk.typing("1) ABCD-EFGH\n\n").run("host-key", "import");
        assertThat(mistyped.exit()).isEqualTo(1);
        assertThat(mistyped.err()).contains("line 1").doesNotContain("ABCD");
        Desk.Result other = desk.typing(HostKey.random().toPaper() + "\n").run("host-key", "import");
        assertThat(other.err()).contains("was written with another");
        assertThat(Files.readString(folder.resolve("cartable.key"))).isEqualTo(right);
    }

    @Test
    void theKeyIsShownOnATerminalAlone() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        Desk.Result refused = desk.run("host-key", "export", "--paper");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("on a terminal only").doesNotContain("1) ");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings terminal = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                folder,
                true,
                true,
                InstantSource.system());
        assertThat(CommandLineTool.run(terminal, "host-key", "export", "--paper"))
                .isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("1) ", "4) ");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("1) ");
        assertThat(desk.run("host-key", "show").out())
                .contains("fingerprint", "It is the database's key", "last exported on paper");
    }

    @Test
    void aRotatedKeyKeepsLinksAndRefusesTheOldOneAlone() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        Path file = folder.resolve("cartable.key");
        String before = Files.readString(file);

        assertThat(desk.run("host-key", "rotate", "--yes").exit()).isZero();
        String after = Files.readString(file);
        assertThat(after).isNotEqualTo(before).endsWith("\nold:" + before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Json sent = desk.json("messages", "send");
        assertThat(sent.count("sent")).isPositive();
        assertThat(desk.generateFromSample().count("created")).isZero();

        Files.writeString(file, before);
        assertThat(desk.json("accounts", "resend", "--yes").get("error").text("code"))
                .isEqualTo("HOST_KEY_SUPERSEDED");
        Files.writeString(file, after.lines().findFirst().orElseThrow());
        assertThat(desk.json("accounts", "resend", "--yes").get("error").text("code"))
                .isEqualTo("HOST_KEY_INCOMPLETE");

        Files.writeString(file, after);
        Json renewed = desk.json("host-key", "rotate", "--renew-links", "--yes");
        assertThat(renewed.count("renewed")).isPositive();
        assertThat(Files.readString(file)).endsWith("old:" + before);
    }

    @OnEachDatabase
    void ofSeveralRotationsAtOnceNoneLosesAKey(TestDatabase.Kind kind) throws Exception {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();

        ExecutorService together = Executors.newFixedThreadPool(6);
        List<Future<Desk.Result>> rotations =
                together.invokeAll(Collections.nCopies(6, () -> desk.again().run("host-key", "rotate", "--yes")));
        together.shutdown();

        long done = 0;
        for (Future<Desk.Result> rotation : rotations) {
            Desk.Result result = rotation.get();
            done += result.exit() == 0 ? 1 : 0;
            assertThat(result.exit() == 0 || result.err().contains("Wait"))
                    .as(result.err())
                    .isTrue();
        }
        assertThat(done).isPositive();
        HostKey left = HostKey.file(folder.resolve("cartable.key"));
        assertThat(left.all())
                .extracting(HostKey::checkValue)
                .as("every key that the database knows")
                .containsExactlyInAnyOrderElementsOf(desk.stores().hostKeys().all().stream()
                        .map(HostKeyStore.Entry::check)
                        .toList());
        assertThat(desk.run("messages", "send").exit()).isZero();
    }

    @Test
    void aRotationIsRefusedWhileAnotherHoldsTheLease() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        String before = Files.readString(folder.resolve("cartable.key"));
        desk.stores().leases().acquire("host-key", Leases.Holder.thisProcess(), Lease.TTL);

        assertThat(desk.json("host-key", "rotate", "--yes").get("error").text("code"))
                .isEqualTo("RUN_UNDER_WAY");
        assertThat(Files.readString(folder.resolve("cartable.key"))).isEqualTo(before);
    }

    @Test
    void aRotationReadsTheKeyOnlyUnderTheLease() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        HostKey before = HostKey.file(folder.resolve("cartable.key"));
        desk.stores().leases().acquire("host-key", Leases.Holder.thisProcess(), Lease.TTL);
        adopt(desk, HostKey.random().withOld(List.of(before)));

        assertThat(desk.json("host-key", "rotate", "--yes").get("error").text("code"))
                .as("the holder of the lease is about to replace the file; this node is not an old one")
                .isEqualTo("RUN_UNDER_WAY");
    }

    private static void adopt(Desk desk, HostKey key) {
        try (Cartable node = Cartable.builder()
                .stores(desk.stores())
                .key(key)
                .zone(ZoneOffset.UTC)
                .build()) {
            node.accounts().hostKey().adopt();
        }
    }

    @Test
    void aLostKeyIsReplacedAfterWhatIsLostIsListed() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        assertThat(desk.json("host-key", "new", "--i-lost-it", "--yes")
                        .get("error")
                        .text("code"))
                .as("nothing is lost")
                .isEqualTo("KEY_NOT_LOST");
        Path file = folder.resolve("cartable.key");
        String lost = Files.readString(file);
        Files.delete(file);

        Desk.Result listed = desk.run("host-key", "new");
        assertThat(listed.exit()).isEqualTo(1);
        assertThat(listed.out()).contains("open links", "can no longer be recognised", "--i-lost-it");
        assertThat(file).doesNotExist();

        assertThat(desk.run("host-key", "new", "--i-lost-it", "--yes").exit()).isZero();
        assertThat(desk.json("messages", "send").count("sent")).isZero();
        assertThat(desk.run("accounts", "resend", "--never-activated", "--yes").exit())
                .isZero();
        assertThat(desk.json("messages", "send").count("sent")).isPositive();

        Files.writeString(file, lost);
        assertThat(desk.run("accounts", "resend", "--yes").exit()).isEqualTo(1);
    }

    @OnEachDatabase
    void ofTwoNodesWithDifferentKeysTheSecondIsRefused(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.environment().put("CARTABLE_HOST_KEY", "A".repeat(43));
        desk.generateFromSample();
        desk.environment().put("CARTABLE_HOST_KEY", "B".repeat(43));

        assertThat(desk.generateFromSample().get("error").text("code")).isEqualTo("HOST_KEY_OTHER");
        assertThat(desk.json("host-key", "rotate", "--yes").get("error").text("code"))
                .isEqualTo("KEY_IN_ENVIRONMENT");
        desk.environment().put("CARTABLE_HOST_KEY", "B".repeat(43) + " old:" + "A".repeat(43));
        assertThat(desk.generateFromSample().count("created")).isZero();
        assertThat(desk.run("host-key", "show").out()).contains("1 old key");
    }
}
