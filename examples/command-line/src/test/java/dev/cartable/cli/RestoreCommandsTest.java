package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreCommandsTest {
    @TempDir
    private Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() throws IOException {
        desk = PaymentsHost.sitDown(folder);
    }

    @OnEachDatabase
    void databaseAndMediaAreAsInTheBackupAgain(TestDatabase.Kind kind) throws Exception {
        desk = PaymentsHost.with(kind, folder);
        PaymentsHost.pay(desk, 12);
        desk.run("quota", "profile", "add", "Tous");
        String file = desk.json("backup", "create").text("file");
        desk.sql("INSERT INTO payments VALUES (99, 'payment_receipts/p99.txt')");
        Files.writeString(folder.resolve("media/payment_receipts/p1.txt"), "changed");
        Files.delete(folder.resolve("media/payment_receipts/p2.txt"));
        Files.writeString(folder.resolve("media/later.txt"), "later");

        Desk.Result asked = desk.run("backup", "restore", "--latest");
        assertThat(asked.exit()).as("no terminal and no --yes").isEqualTo(2);
        assertThat(asked.out()).contains("13");
        Json restored = desk.json("backup", "restore", file, "--yes", "--backup-references", PaymentsHost.REFERENCES);

        assertThat(PaymentsHost.payments(desk)).isEqualTo(12);
        assertThat(folder.resolve("media/payment_receipts/p1.txt")).hasContent("receipt 1");
        assertThat(folder.resolve("media/payment_receipts/p2.txt")).hasContent("receipt 2");
        assertThat(folder.resolve("media/later.txt")).hasContent("later");
        assertThat(restored.list("tables").stream().map(one -> one.text("table").toLowerCase(java.util.Locale.ROOT)))
                .contains("public.payments");
        assertThat(Path.of(restored.text("safetyCopy"))).exists();
        assertThat(Path.of(restored.text("list"))).content().containsIgnoringCase("public.payments");
        assertThat(desk.run("backup", "recover").exit()).isZero();
        assertThat(desk.run("quota", "profile", "list").exit()).isZero();

        assertThat(desk.run("backup", "restore", restored.text("safetyCopy"), "--yes")
                        .exit())
                .as("the copy of what was replaced")
                .isZero();
        assertThat(PaymentsHost.payments(desk)).isEqualTo(13);
    }

    @Test
    void mediaAloneAreRestored() throws IOException {
        desk.run("backup", "create", "--only-media");
        Files.writeString(folder.resolve("media/payment_receipts/p1.txt"), "changed");

        Desk.Result restored = desk.run("backup", "restore", "--file", "school_*", "--only-media", "--yes");

        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(folder.resolve("media/payment_receipts/p1.txt")).hasContent("receipt 1");
    }

    @Test
    void whatCannotBeUnderstoodIsSaid() {
        assertThat(List.of(
                        desk.run("backup", "restore").exit(),
                        desk.run("backup", "restore", "--latest", "x.zip").exit(),
                        desk.run("backup", "restore", "--latest", "--only-db", "--only-media")
                                .exit(),
                        desk.run("backup", "restore", "--before", "yesterday").exit(),
                        desk.run("backup", "restore", "x.zip", "--yes").exit(),
                        desk.run("backup", "restore", "--latest", "--yes").exit(),
                        desk.run("backup", "recover").exit()))
                .containsExactly(2, 2, 2, 2, 1, 6, 0);
    }

    @Test
    void thatNoBackupIsOlderIsSaid() {
        assertThat(desk.run("backup", "restore", "--before", "2020-01-01").err())
                .contains("There is no verified");
        desk.run("backup", "create", "--only-media");

        Desk.Result refused = desk.run("backup", "restore", "--before", "2020-01-01", "--only-media");
        Desk.Result french = desk.run("backup", "restore", "--before", "2020-01-01", "--only-media", "--lang", "fr");

        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err()).contains("made before 2020-01-01T00:00:00Z", "cartable backup list");
        assertThat(french.err()).contains("faite avant 2020-01-01T00:00:00Z", "cartable backup list");
    }

    @Test
    void onANewMachineTheZipAndTheKeyMakeASchoolAndWithoutTheKeyAPersonMustAllowIt() throws Exception {
        desk.run("quota", "profile", "add", "Tous");
        PaymentsHost.pay(desk, 3);
        String file = desk.json("backup", "create").text("file");
        Path machine = Files.createDirectories(folder.resolve("new-machine"));
        Files.createDirectories(machine.resolve("media"));
        Path zip = Files.copy(folder.resolve("backups").resolve(file), machine.resolve("from-usb.zip"));
        Desk other = Desk.withFile(machine);
        other.run("init", "--backup-dest", "backups", "--backup-media", "media", "--zone", "UTC");

        assertThat(other.run("backup", "restore", zip.toString(), "--yes").exit())
                .as("without the key")
                .isEqualTo(6);
        Desk.Result unsigned = other.run("backup", "restore", zip.toString(), "--yes", "--unsigned");
        assertThat(unsigned.exit()).as(unsigned.err()).isZero();
        assertThat(machine.resolve("media/payment_receipts/p3.txt")).hasContent("receipt 3");

        Path second = Files.createDirectories(folder.resolve("second-machine"));
        Files.createDirectories(second.resolve("media"));
        Files.copy(folder.resolve("cartable.key"), second.resolve("cartable.key"));
        Desk withKey = Desk.withFile(second);
        withKey.run("init", "--backup-dest", "backups", "--backup-media", "media", "--zone", "UTC");
        Desk.Result signed = withKey.run("backup", "restore", zip.toString(), "--yes");
        assertThat(signed.exit()).as(signed.err()).isZero();
        assertThat(withKey.run("quota", "profile", "list").out()).contains("Tous");
    }
}
