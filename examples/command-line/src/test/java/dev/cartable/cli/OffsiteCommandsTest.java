package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.s3.ScriptedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second place of backups, at the command line. */
class OffsiteCommandsTest {
    @TempDir
    private Path folder;

    private final ScriptedS3 store = new ScriptedS3();
    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() throws IOException {
        desk = PaymentsHost.sitDown(folder);
        desk.environment().putAll(ScriptedS3.KEY);
        desk.run("init", "--backup-vault", store.url());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void aBackupIsCopiedListedVerifiedAndBroughtBack() throws IOException {
        Json created = desk.json("backup", "create", "--only-media");
        String file = created.text("file");

        assertThat(store.names()).containsExactly("cartable.restore-log", file, file + ".sha256");
        assertThat(created.list("uploads").get(0).text("state")).isEqualTo("VERIFIED");
        assertThat(desk.json("backup", "list").list("backups").get(0).text("copy"))
                .isEqualTo("VERIFIED");
        assertThat(desk.json("backup", "verify", file, "--copy").text("copy")).isEqualTo("VERIFIED");
        assertThat(desk.run("backup", "upload").out()).contains("already");

        Path backups = folder.resolve("backups");
        Files.delete(backups.resolve(file));
        assertThat(desk.run("backup", "list").out()).contains(file);
        assertThat(desk.run("backup", "fetch", file).exit()).isZero();
        assertThat(backups.resolve(file)).hasBinaryContent(store.content(file));
    }

    @Test
    void withoutTheVaultABackupIsRestoredFromTheSecondPlace() throws IOException {
        String file = desk.json("backup", "create", "--only-media").text("file");
        Files.delete(folder.resolve("backups").resolve(file));
        Files.delete(folder.resolve("media/payment_receipts/p1.txt"));

        Desk.Result restored = desk.run("backup", "restore", file, "--only-media", "--yes");

        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(folder.resolve("media/payment_receipts/p1.txt")).hasContent("receipt 1");
    }

    @Test
    void onAMachineThatHasNothingTheLatestIsListedAndRestoredFromTheSecondPlace() throws IOException {
        String file = desk.json("backup", "create", "--only-media").text("file");
        try (Stream<Path> all = Files.list(folder.resolve("backups"))) {
            for (Path one : all.toList()) {
                Files.delete(one);
            }
        }
        Files.delete(folder.resolve("media/payment_receipts/p1.txt"));

        Desk.Result listed = desk.run("backup", "list");
        Desk.Result restored = desk.run("backup", "restore", "--latest", "--only-media", "--yes");

        assertThat(listed.out()).contains(file).doesNotContain("null");
        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(restored.out()).contains(file, "in the second place alone");
        assertThat(folder.resolve("media/payment_receipts/p1.txt")).hasContent("receipt 1");
        assertThat(desk.json("backup", "list").list("backups").get(0).text("file"))
                .isEqualTo(file);
    }

    @Test
    void aSecondPlaceThatDoesNotAnswerIsSaid() {
        store.fault(request -> request.answer(403, "InvalidAccessKeyId"));

        Desk.Result listed = desk.run("backup", "list");

        assertThat(listed.exit()).isZero();
        assertThat(listed.err()).contains("could not be asked for its copies", "InvalidAccessKeyId");
    }

    @Test
    void aFailedUploadKeepsTheBackupAndIsTriedAgainByTheNextCommand() {
        store.fault(request -> request.answer(403, "InvalidAccessKeyId"));

        Desk.Result created = desk.run("backup", "create", "--only-media");

        assertThat(created.exit()).isEqualTo(5);
        assertThat(created.out()).contains("was made").contains("InvalidAccessKeyId");
        assertThat(created.out() + created.err()).doesNotContain(ScriptedS3.KEY.get("AWS_SECRET_ACCESS_KEY"));
        assertThat(desk.json("backup", "list").list("backups").get(0).text("state"))
                .isEqualTo("VERIFIED");
        store.fault(request -> false);
        assertThat(desk.run("backup", "upload").exit()).isZero();
        assertThat(store.names()).hasSize(3);
    }

    @Test
    void pruningSaysWhatIsRetainedThere() {
        String first = desk.json("backup", "create", "--only-media").text("file");
        desk.run("backup", "create", "--only-media");
        store.lock(Instant.parse("2099-01-01T00:00:00Z"));

        Json pruned = desk.json("backup", "prune", "--keep-last", "1");

        assertThat(pruned.list("copyDecisions"))
                .filteredOn(one -> one.text("file").equals(first))
                .singleElement()
                .satisfies(one -> assertThat(one.text("why")).contains("no rule keeps it"));
        assertThat(store.names()).hasSize(5);
        store.lock(null);
        desk.run("backup", "prune", "--keep-last", "1");
        assertThat(store.names()).hasSize(3);
    }

    @Test
    void theDoctorShowsVersionsAndTheLock() {
        desk.run("backup", "create", "--only-media");
        store.lock(Instant.parse("2099-01-01T00:00:00Z"));

        assertThat(desk.run("doctor").out())
                .contains("answers")
                .contains("The newest copy in the second place")
                .contains("keeps old versions")
                .contains("COMPLIANCE 30 days")
                .contains("without encryption");
        store.fault(request -> request.answer(301, "PermanentRedirect", "x-amz-bucket-region", "eu-west-3"));
        assertThat(desk.run("doctor").out()).contains("eu-west-3");
    }

    @Test
    void aKeyInTheAddressIsRefusedAndNotShown() {
        Desk.Result refused = desk.run("backup", "upload", "--vault", "s3://id:hidden@bucket/school");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.out() + refused.err()).doesNotContain("hidden");
        desk.environment().remove("AWS_ACCESS_KEY_ID");
        desk.run("backup", "create", "--only-media");
        assertThat(desk.run("backup", "upload").out()).contains("AWS_ACCESS_KEY_ID");
    }
}
