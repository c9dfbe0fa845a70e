package dev.cartable.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of the school system that Cartable replaces. */
class EarlierArchiveTest {
    private static final BackupName NAME = new BackupName("school_backup_20260108_110353.zip");
    private static final String RECEIPT = "payment_receipts/2026/01/benali é.pdf";
    private static final String SQL = """
            --
            -- PostgreSQL database dump
            --
            -- Dumped from database version 15.4 (Debian 15.4-1)
            CREATE TABLE public.payment (id integer, note text);
            COPY public.payment (id, note) FROM stdin;
            1\treceipt
            2\t\\N
            \\.
            COPY public."Élève" (id) FROM stdin;
            \\.
            --
            -- PostgreSQL database dump complete
            --
            """;

    @TempDir
    Path folder;

    private BackupWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new BackupWorld(folder.toRealPath()).withMedia(1);
        Files.createDirectories(world.vaultFolder);
    }

    private void write(String database, String content) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(database, content);
        entries.put("media/" + RECEIPT, "a receipt");
        entries.put("manifest.json", "{\"created_at\": \"2026-01-08T11:03:53\", \"django_version\": \"5.0\"}");
        write(entries);
    }

    private void write(Map<String, String> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(world.vaultFolder.resolve(NAME.value()));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> one : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private VerifyReport verify() {
        return world.backups().verify(NAME, Depth.DUMP);
    }

    @Test
    void isListedShownAndVerifiedAsFarAsItGoes() throws IOException {
        write("db_postgres_20260108_110353.sql", SQL);

        VerifyReport report = verify();

        assertThat(report.state()).isEqualTo(BackupState.COULD_NOT_VERIFY);
        assertThat(BackupWorld.codes(report.findings())).contains(Code.EARLIER_SYSTEM, Code.SIDECAR_MISSING);
        assertThat(world.backups().list().all()).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(BackupState.COULD_NOT_VERIFY);
            assertThat(entry.database()).isEqualTo("postgresql");
        });
        assertThat(world.backups().list().latest(Scope.ALL))
                .as("it never counts")
                .isEmpty();
        Manifest manifest = world.backups().list().show(NAME);
        assertThat(manifest.createdAt()).isEqualTo("2026-01-08T11:03:53Z");
        assertThat(manifest.media("media")).hasValue(new Manifest.Media("media", 1, 9));
        Manifest.Database database = requireNonNull(manifest.database());
        assertThat(database.info().version()).isEqualTo("15.4");
        assertThat(database.contents().rows()).isEqualTo(Map.of("public.payment", 2L, "public.Élève", 0L));
    }

    @Test
    void aVersionThatIsNoneIsNotRead() throws IOException {
        write("db_postgres_20260108_110353.sql", SQL.replace("15.4", "99999999999"));

        Manifest.Database database =
                requireNonNull(world.backups().list().show(NAME).database());
        assertThat(database.info().version()).isEqualTo("0");
    }

    @Test
    void noDamageIsMissedAndNoneOfOursIsTakenForOne() throws IOException {
        write("db_postgres_20260108_110353.sql", SQL);
        Path file = world.vaultFolder.resolve(NAME.value());
        byte[] whole = Files.readAllBytes(file);
        byte[] receipt = "a receipt".getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);
            if (verify().state() != BackupState.INVALID) {
                Path to = Files.createDirectories(folder.resolve("out-" + at));
                world.backups().extract(NAME, List.of("media"), to);
                try (var files = Files.walk(to)) {
                    assertThat(files.filter(Files::isRegularFile).toList())
                            .as("bit of byte %d", at)
                            .allSatisfy(one -> assertThat(one).hasBinaryContent(receipt));
                }
            }
        }
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThat(verify().state()).isEqualTo(BackupState.INVALID);
        }
    }

    @Test
    void aDumpThatIsCutOffIsDamaged() throws IOException {
        write("db_postgres_20260108_110353.sql", SQL.substring(0, SQL.length() / 2));

        assertThat(BackupWorld.codes(verify().findings())).contains(Code.DUMP_DAMAGED);
    }

    @Test
    void anArchiveWithSomethingElseIsNone() throws IOException {
        write(Map.of("manifest.json", "{}", "media/a.txt", "a", "setup.exe", "b"));
        assertThat(verify().state()).isEqualTo(BackupState.INVALID);
        write(Map.of("manifest.json", "{}", "media/../../a.txt", "a"));
        assertThat(verify().state()).isEqualTo(BackupState.INVALID);
        write(Map.of("manifest.json", "{\"format\": \"other\"}", "media/a.txt", "a"));
        assertThat(verify().state()).isEqualTo(BackupState.INVALID);
    }

    @Test
    void itsMediaAreRestoredOnceAPersonVouchesForIt() throws IOException {
        write("db_sqlite_20260108_110353.sqlite3", "SQLite format 3");
        RestoreRequest request = RestoreRequest.of(new RestoreRequest.Archives(List.of(Path.of(NAME.value()))))
                .with(Scope.MEDIA);
        RestorePlan unsigned = world.backups().restore().plan(request);
        assertThatThrownBy(() -> world.backups().restore().apply(unsigned, false, progress -> {}))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("UNSIGNED_BACKUP"));

        world.backups()
                .restore()
                .apply(world.backups().restore().plan(request.allowingUnsigned()), false, progress -> {});

        assertThat(world.media.resolve(RECEIPT)).hasContent("a receipt");
    }

    @Test
    void anSqliteDatabaseIsRefusedByItsName() throws IOException {
        write("db_sqlite_20260108_110353.sqlite3", "SQLite format 3");

        RestorePlan plan = world.backups()
                .restore()
                .plan(RestoreRequest.of(new RestoreRequest.Archives(List.of(Path.of(NAME.value()))))
                        .allowingUnsigned());

        assertThat(plan.obstacles(RestorePlan.Obstacle.Kind.PREVENTS))
                .extracting(RestorePlan.Obstacle::code)
                .containsExactly("SQLITE");
        assertThatThrownBy(() -> world.backups().restore().apply(plan, true, progress -> {}))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("RESTORE_PREVENTED"));
    }
}
