package dev.cartable.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Cartable;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.DatabaseRestore.InsertTrial;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.inmemory.InMemoryStores;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillRestoreTest {
    @TempDir
    private Path folder;

    private BackupWorld world = new BackupWorld(Path.of(""));
    private TextRestore restore = new TextRestore(world.dump);

    @BeforeEach
    void begin() {
        world = new BackupWorld(folder).withMedia(3);
        restore = new TextRestore(world.dump);
        world.restore = restore;
    }

    private DrillReport drill(boolean keep) {
        return world.backups().drill().run(keep, progress -> {});
    }

    @Test
    void aBackupThatRestoresIsProvenAndThrownAway() {
        var backup = world.backups().create(Scope.ALL);
        world.now = world.now.plusSeconds(600);

        DrillReport report = drill(false);

        assertThat(report.isProven()).isTrue();
        assertThat(report.counts().files()).isEqualTo(backup.counts().files());
        assertThat(restore.staged).isEmpty();
        assertThat(world.dump.payments).as("the live database").isEqualTo(1000);
        var proof = requireNonNull(world.backups().review().restore());
        assertThat(proof.file()).isEqualTo(backup.file());
        assertThat(proof.at()).isEqualTo(world.now);
    }

    @Test
    void whatIsKeptIsNamedAndGoesWhenAPersonSaysSo() {
        world.backups().create(Scope.ALL);
        List<String> marked = new ArrayList<>();
        world.keptSteps.add(new StagedDatabaseStep() {
            @Override
            public String name() {
                return "copy";
            }

            @Override
            public void run(StagedDatabase database) {
                marked.add(database.restore());
            }
        });

        DrillReport.Kept kept = requireNonNull(drill(true).kept());

        assertThat(kept.database()).startsWith("staged-drill");
        assertThat(kept.folder().resolve("media/media/payment_receipts/2026/01/receipt-0.pdf"))
                .hasSameBinaryContentAs(world.media.resolve("payment_receipts/2026/01/receipt-0.pdf"));
        assertThat(marked).as("so that nothing is sent from it").hasSize(1);
        assertThat(world.backups().drill().leftovers())
                .containsExactly(kept.database(), kept.folder().toString());
        assertThat(world.backups().drill().discard()).hasSize(2);
        assertThat(kept.folder()).doesNotExist();
        assertThat(restore.staged).isEmpty();
        assertThat(world.backups().drill().leftovers()).isEmpty();
    }

    @Test
    void aCopyThatCouldSendIsNotKept() {
        Cartable cartable = Cartable.builder()
                .stores(new InMemoryStores(world.time()))
                .time(world.time())
                .zone(ZoneOffset.UTC)
                .backupVault(world.vault)
                .databaseDump(world.dump)
                .databaseRestore(restore)
                .build();
        try (cartable) {
            cartable.backups().create(Scope.ALL);
            DrillRestore drill = cartable.backups().drill();

            assertThatThrownBy(() -> drill.run(true, progress -> {}))
                    .hasFieldOrPropertyWithValue("code", "DRILL_PREVENTED")
                    .hasMessageContaining("COPY_NOT_HELD stagedStores(...)");
            assertThat(restore.staged).isEmpty();
            assertThat(drill.run(false, progress -> {}).isProven()).isTrue();
        }
    }

    @Test
    void aColumnThatGetsNoNumberIsNoProof() {
        world.backups().create(Scope.ALL);
        restore.outcome = InsertTrial.Outcome.REFUSED;

        DrillReport report = drill(false);

        assertThat(report.isProven()).isFalse();
        assertThat(report.refused()).containsExactly("public.payment.id");
        assertThat(world.backups().review().restore()).isNull();
    }

    @Test
    void whereThereIsTooLittleRoomNothingIsStaged() {
        restore = new TextRestore(world.dump) {
            @Override
            public Optional<Path> folder() {
                return Optional.of(folder);
            }
        };
        world.restore = restore;
        world.dump.during = () -> world.dump.bytes = Long.MAX_VALUE / 4;
        world.backups().create(Scope.ALL);

        assertThatThrownBy(() -> drill(false)).hasFieldOrPropertyWithValue("code", "DISK_FULL");
        assertThat(restore.staged).isEmpty();
    }

    @Test
    void whatIsKeptOrLeftByACrashGoesWithTheNextOne() {
        world.backups().create(Scope.ALL);
        assertThat(drill(true).kept()).isNotNull();
        assertThat(restore.leftovers()).hasSize(1);
        restore.staged.put("tk1", 5L);
        world.now = world.now.plusSeconds(60);

        drill(false);

        assertThat(restore.staged).as("that of another restore stays").containsOnlyKeys("tk1");
    }

    @Test
    void aDatabaseThatComesBackOtherwiseIsNoProof() {
        world.backups().create(Scope.ALL);
        world.restore = new TextRestore(world.dump) {
            @Override
            public void stage(String id, Path dump, boolean force, LongConsumer read) {
                super.stage(id, dump, force, read);
                staged.computeIfPresent(id, (name, rows) -> rows - 1);
            }
        };

        DrillReport report = drill(false);

        assertThat(report.differences())
                .contains(new DrillReport.Difference("public.payment", 1000, 999))
                .hasSize(2);
        assertThat(world.backups().review().restore()).isNull();
    }

    @Test
    void whatStandsInTheWayIsSaidBeforeAnythingIsStaged() {
        world.backups().create(Scope.ALL);
        restore.obstacles.add(new DatabaseRestore.Obstacle("OLDER_SERVER", "12", true));

        assertThatThrownBy(() -> drill(false)).hasFieldOrPropertyWithValue("code", "DRILL_PREVENTED");
        assertThat(restore.staged).isEmpty();
    }
}
