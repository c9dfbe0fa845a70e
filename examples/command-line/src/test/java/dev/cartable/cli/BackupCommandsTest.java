package dev.cartable.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandsTest {
    @TempDir
    private Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() throws IOException {
        desk = PaymentsHost.sitDown(folder);
    }

    @Test
    void mediaAreBackedUpListedShownVerifiedAndTakenOut() {
        Json created = desk.json("backup", "create", "--only-media");

        String file = created.text("file");
        assertThat(created.text("state")).isEqualTo("VERIFIED");
        assertThat(created.count("files")).isEqualTo(10);
        assertThat(created.text("sha256")).hasSize(64);
        Json listed = desk.json("backup", "list").list("backups").get(0);
        assertThat(listed.text("file")).isEqualTo(file);
        assertThat(listed.text("state")).isEqualTo("VERIFIED");
        assertThat(listed.text("verifiedAt")).isNotNull();
        assertThat(desk.json("backup", "show", file, "--folder", "media/media/payment_receipts")
                        .list("contents"))
                .hasSize(10);
        assertThat(desk.json("backup", "verify", file).text("depth")).isEqualTo("CONTENTS");
        assertThat(desk.run("backup", "extract", file, "media/media/payment_receipts/p1.txt", "--to", "out")
                        .exit())
                .isZero();
        assertThat(folder.resolve("out/media/media/payment_receipts/p1.txt")).hasContent("receipt 1");
        assertThat(desk.run("backup", "extract", file, "media/none", "--to", "out")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aBackupThatLacksMediaCountsOnlyWhenAPersonAcceptsIt() throws IOException {
        desk.run("backup", "create", "--only-media");
        for (int i = 0; i < 5; i++) {
            Files.delete(folder.resolve("media/payment_receipts/p" + i + ".txt"));
        }

        Desk.Result second = desk.run("backup", "create", "--only-media", "--json");

        assertThat(second.exit()).isEqualTo(5);
        Json created = Json.parse(second.out());
        assertThat(created.list("findings")).map(one -> one.text("code")).contains("FEWER_FILES");
        String file = created.text("file");
        assertThat(desk.run("backup", "verify", file).exit()).isEqualTo(5);
        assertThat(desk.run("backup", "accept", file, "--reason", " ").exit()).isEqualTo(2);
        assertThat(desk.run("backup", "accept", file, "--reason", "old ones deleted")
                        .exit())
                .isZero();
        assertThat(desk.run("backup", "verify", file).exit()).isZero();
        assertThat(desk.run("backup", "create", "--only-media").exit())
                .as("compared with the accepted one")
                .isZero();
    }

    @Test
    void aChangedByteIsInvalid() throws IOException {
        String file = desk.json("backup", "create", "--only-media").text("file");
        Path archive = folder.resolve("backups").resolve(file);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[60] ^= 1;
        Files.write(archive, bytes);

        Desk.Result verified = desk.run("backup", "verify", file, "--json");

        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.out()).contains("\"valid\":false", "SIDECAR_MISMATCH");
        assertThat(desk.run("backup", "verify", "--latest").exit())
                .as("there is none left")
                .isEqualTo(6);
    }

    @Test
    void whyABackupCannotBeUsedIsSaidInThePersonsLanguage() throws IOException {
        String file = desk.json("backup", "create", "--only-media").text("file");
        Path archive = folder.resolve("backups").resolve(file);
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

        Desk.Result refused = desk.run("backup", "show", file, "--lang", "fr");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("est inutilisable", "L’archive est coupée ou abîmée", "Prenez-en une autre")
                .doesNotContain("ARCHIVE_DAMAGED", "{");
    }

    @Test
    void oldBackupsAreDeletedByRulesAndTheReasonIsGiven() {
        String first = desk.json("backup", "create", "--only-media").text("file");
        String second = desk.json("backup", "create", "--only-media").text("file");

        assertThat(desk.run("backup", "prune").exit()).as("no rule").isEqualTo(1);
        assertThat(desk.run("backup", "prune", "--keep-last", "0").exit()).isEqualTo(1);
        assertThat(desk.run("backup", "prune", "--keep-last", "-1").exit()).isEqualTo(2);
        Json planned = desk.json("backup", "prune", "--keep-last", "1", "--dry-run");
        assertThat(planned.count("deleted")).isEqualTo(1);
        assertThat(desk.json("backup", "list").list("backups")).hasSize(2);
        desk.run("init", "--backup-keep", "daily=3");
        Json pruned = desk.json("backup", "prune");

        assertThat(pruned.list("decisions"))
                .extracting(one -> one.text("file"))
                .containsExactlyInAnyOrder(first, second);
        assertThat(pruned.count("kept")).isEqualTo(1);
        assertThat(desk.json("backup", "list").list("backups"))
                .extracting(one -> one.text("file"))
                .containsExactly(second);
        assertThat(desk.run("init", "--backup-keep", "hourly=3").exit()).isEqualTo(2);
    }

    @Test
    void anEncryptedBackupIsOpenedByItsKeyAlone() throws IOException {
        assertThat(desk.run("backup", "keygen", "--to", "key.txt", "--paper").out())
                .contains("age1");
        assertThat(desk.run("backup", "keygen", "--to", "key.txt").exit())
                .as("there is a key already")
                .isEqualTo(1);
        String recipient = desk.json("backup", "keygen", "--to", "second.txt").text("recipient");
        assertThat(desk.run("backup", "create", "--only-media", "--recipient", "age1x")
                        .exit())
                .isEqualTo(1);
        Desk.Result created = desk.run("backup", "create", "--only-media", "--recipient", recipient, "--json");
        String file = Json.parse(created.out()).text("file");

        assertThat(file).endsWith(".zip.age");
        Json verified = desk.json("backup", "verify", file);
        assertThat(verified.text("depth")).isEqualTo("CIPHERTEXT");
        assertThat(desk.json("backup", "verify", file, "--identity", "second.txt")
                        .text("depth"))
                .isEqualTo("CONTENTS");
        assertThat(desk.run("backup", "show", file).exit()).isEqualTo(1);
        assertThat(desk.run("backup", "show", file, "--identity", "second.txt").exit())
                .isZero();
        assertThat(desk.run("backup", "keycheck").exit()).isEqualTo(1);
        assertThat(desk.run("backup", "keycheck", "--identity", "key.txt").exit())
                .as("the other key")
                .isEqualTo(1);
        assertThat(desk.run("backup", "keycheck", "--identity", "second.txt").exit())
                .isZero();
        assertThat(desk.run("backup", "extract", file, "media/media", "--to", "out", "--identity", "second.txt")
                        .exit())
                .isZero();
        assertThat(folder.resolve("out/media/media/payment_receipts/p1.txt")).hasContent("receipt 1");
    }

    @Test
    void aPrivateKeyInPlaceOfThePublicOneIsNeitherKeptNorShown() throws IOException {
        desk.run("backup", "keygen", "--to", "key.txt");
        String secret = Files.readAllLines(folder.resolve("key.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow();
        Path settings = folder.resolve("cartable.properties");
        String before = Files.readString(settings);

        for (String given : List.of(secret, " " + secret, "'" + secret + "'", secret.toLowerCase(Locale.ROOT))) {
            for (String option : List.of("--backup-recipients", "--backup-recipients=age1x,")) {
                Desk.Result refused =
                        option.endsWith(",") ? desk.run("init", option + given) : desk.run("init", option, given);

                assertThat(refused.exit()).as(given).isEqualTo(2);
                assertThat(refused.err()).contains("private key");
                assertThat(refused.out() + refused.err()).doesNotContainIgnoringCase(secret);
            }
        }
        assertThat(settings).hasContent(before);
    }

    @Test
    void thePaperKeyIsReadBackFromItsCode() throws Exception {
        Json made = desk.json("backup", "keygen", "--to", "key.txt", "--paper");

        String secret = Files.readAllLines(folder.resolve("key.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow();
        String page = Files.readString(Path.of(made.text("page")));
        assertThat(secret).startsWith("AGE-SECRET-KEY-1");
        assertThat(scanned(page)).isEqualTo(secret);
        assertThat(page.replace("<wbr>", ""))
                .contains("<code>" + secret + "</code>", made.text("recipient"), "lang=\"en\"");
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(made.text("page")))))
                    .isEqualTo("rw-------");
        }
        assertThat(desk.run("backup", "keygen", "--to", "other.txt", "--paper", "--lang", "fr")
                        .exit())
                .isZero();
        assertThat(Files.readString(folder.resolve("other.txt.html"))).contains("Clé privée", "lang=\"fr\"");
        Files.delete(folder.resolve("key.txt"));
        assertThat(desk.run("backup", "keygen", "--to", "key.txt", "--paper").exit())
                .as("there is a page already")
                .isEqualTo(1);
        assertThat(folder.resolve("key.txt")).doesNotExist();
    }

    /** What a telephone reads from the page: the squares are drawn, and the picture is decoded. */
    private static String scanned(String page) throws Exception {
        int pixels = 6;
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(page);
        assertThat(box.find()).isTrue();
        int size = Integer.parseInt(box.group(1)) * pixels;
        int[] picture = new int[size * size];
        Arrays.fill(picture, 0xffffff);
        Matcher squares = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1").matcher(page);
        while (squares.find()) {
            int left = Integer.parseInt(squares.group(1)) * pixels;
            int top = Integer.parseInt(squares.group(2)) * pixels;
            for (int y = top; y < top + pixels; y++) {
                Arrays.fill(picture, y * size + left, y * size + left + Integer.parseInt(squares.group(3)) * pixels, 0);
            }
        }
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, picture))))
                .getText();
    }

    @Test
    void aPrivateKeyThatOthersCanReadIsSaid() throws IOException {
        desk.run("backup", "keygen", "--to", "key.txt");
        Path key = folder.resolve("key.txt");
        Assumptions.assumeTrue(
                Files.getFileStore(key).supportsFileAttributeView("posix"), "there are no POSIX permissions here");

        assertThat(desk.run("backup", "keycheck", "--identity", "nothing.txt", "--lang", "fr")
                        .err())
                .contains("nothing.txt n’existe pas", "Aucune sauvegarde existante n’a été modifiée")
                .doesNotContain("NoSuchFile");
        assertThat(desk.run("backup", "keycheck", "--identity", "key.txt").err())
                .doesNotContain("chmod");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(desk.run("backup", "keycheck", "--identity", "key.txt").err())
                .contains("chmod 600");

        Files.write(key, new byte[] {(byte) 0xff, 1, 2});
        assertThat(desk.run("backup", "keycheck", "--identity", "key.txt").err())
                .contains("AGE-SECRET-KEY-1…");
    }

    @Test
    void aBackupThatHasVanishedIsSaidUntilItIsAccepted() throws IOException {
        String file = desk.json("backup", "create", "--only-media").text("file");
        Files.delete(folder.resolve("backups").resolve(file));

        assertThat(desk.json("backup", "list").list("findings"))
                .extracting(one -> one.text("code"))
                .containsExactly("BACKUP_VANISHED");
        assertThat(desk.run("doctor").out()).contains(file);
        assertThat(desk.run("backup", "accept", file, "--reason", "moved").exit())
                .isZero();
        assertThat(desk.run("doctor").out()).doesNotContain(file);
    }

    @Test
    void whatCannotBeUnderstoodIsSaid() {
        assertThat(List.of(
                        desk.run("backup", "create", "--only-db", "--only-media")
                                .exit(),
                        desk.run("backup", "verify").exit(),
                        desk.run("backup", "show", "x.zip").exit(),
                        desk.run("backup", "create", "--backup-references", "x").exit()))
                .containsExactly(2, 2, 1, 2);
    }

    @OnEachDatabase
    void theWholeDatabaseIsDumpedVerifiedAndComparedWithTheLiveSchool(TestDatabase.Kind kind) throws Exception {
        desk = PaymentsHost.with(kind, folder);
        PaymentsHost.pay(desk, 12);

        Json created = desk.json("backup", "create", "--backup-references", PaymentsHost.REFERENCES);

        String file = created.text("file");
        assertThat(created.text("state")).isEqualTo("VERIFIED");
        assertThat(created.count("rows")).isEqualTo(12);
        assertThat(created.list("findings")).map(one -> one.text("code")).containsOnly("REFERENCE_MISSING");
        assertThat(desk.json("backup", "verify", file, "--deep").text("depth")).isEqualTo("DUMP");
        assertThat(desk.run("backup", "verify", "--latest", "--references").exit())
                .as("two receipts are missing")
                .isEqualTo(4);
        assertThat(desk.run("backup", "check").exit()).isZero();
        Desk.Result drilled = desk.run("backup", "drill", "--json");
        assertThat(drilled.exit()).as(drilled.toString()).isZero();
        assertThat(drilled.out()).contains("\"proven\":true");
        assertThat(desk.run("doctor").out()).contains("last proven with " + file);
        desk.sql("DELETE FROM payments WHERE id > 9");
        Desk.Result checked = desk.run("backup", "check", "--backup-references", PaymentsHost.REFERENCES, "--json");
        assertThat(checked.exit()).isEqualTo(4);
        assertThat(Json.parse(checked.out()).list("newest")).hasSize(5);
        assertThat(Json.parse(checked.out()).list("tables")).hasSize(1);
    }

    @OnEachDatabase
    void anEncryptedBackupIsTriedBeforeAndAfterAndRestoredWithItsKey(TestDatabase.Kind kind) throws Exception {
        desk = PaymentsHost.with(kind, folder);
        PaymentsHost.pay(desk, 12);
        desk.run("quota", "profile", "add", "Tous");
        String recipient = desk.json("backup", "keygen", "--to", "key.txt").text("recipient");
        Desk.Result created = desk.run("backup", "create", "--recipient", recipient, "--json");
        assertThat(created.out()).as(created.err()).contains("\"proven\":true");
        String file = Json.parse(created.out()).text("file");
        desk.sql("DELETE FROM payments WHERE id > 9");

        assertThat(desk.run("backup", "drill").exit()).as("without the key").isEqualTo(1);
        Json drilled = desk.json("backup", "drill", "--identity", "key.txt", "--keep");

        assertThat(drilled.text("file")).isEqualTo(file);
        assertThat(drilled.get("proven").value()).isEqualTo(true);
        assertThat(drilled.list("refused")).isEmpty();
        assertThat(drilled.list("notTried")).isEmpty();
        String database = drilled.text("database");
        assertThat(Path.of(drilled.text("folder")).resolve("media/media/payment_receipts/p1.txt"))
                .hasContent("receipt 1");
        assertThat(desk.run("doctor").out()).contains(database, drilled.text("folder"));
        String url = kind == TestDatabase.Kind.H2
                ? "jdbc:h2:file:" + database.substring(0, database.length() - ".mv.db".length())
                : requireNonNull(desk.environment().get("CARTABLE_DB"))
                        .replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1");
        Desk.Result ticked = desk.run("tick", "--db", url);
        assertThat(ticked.exit()).as("a copy of a trial never ticks: " + ticked).isEqualTo(7);
        assertThat(desk.run("backup", "drill", "--drop").exit()).isZero();
        assertThat(desk.run("doctor").out()).doesNotContain(database);

        Desk.Result restored = desk.run("backup", "restore", file, "--yes", "--identity", "key.txt");
        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(PaymentsHost.payments(desk)).isEqualTo(12);
    }

    /** Killed while it works, the backup has no archive under its name, and the next one clears away what was left. */
    @Test
    void aKilledBackupLeavesNothingThatLooksLikeOne() throws Exception {
        byte[] noise = new byte[8 << 20];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < 8; i++) {
            Files.write(folder.resolve("media/noise" + i), noise);
        }
        Child backup = Child.start(folder, desk.environment(), "backup", "create", "--only-media");
        while (size(folder.resolve("backups")) < (4 << 20) && !backup.process().waitFor(1, TimeUnit.MILLISECONDS)) {
            // It starts.
        }
        backup.process().destroyForcibly();
        backup.await();

        assertThat(names(folder.resolve("backups")))
                .as("killed in the middle")
                .noneMatch(name -> name.endsWith(".zip"));
        assertThat(desk.json("backup", "list").list("backups")).isEmpty();
        Json created = desk.json("backup", "create", "--only-media");
        assertThat(created.text("state")).isEqualTo("VERIFIED");
        String file = created.text("file");
        assertThat(names(folder.resolve("backups")))
                .filteredOn(name -> !name.startsWith(file))
                .isSubsetOf(".cartable-backup.lock", "cartable-backups.json", "cartable.restore-log");
        assertThat(size(folder.resolve("backups"))).isLessThan(70 << 20);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static long size(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (UncheckedIOException e) {
            return 0; // Something was deleted meanwhile.
        }
    }
}
