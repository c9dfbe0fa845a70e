package dev.cartable.backup.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the names and settings of backups may be, to their edges. */
class BackupValuesTest {
    private static final BackupSettings SETTINGS = BackupSettings.of(
            ZoneOffset.UTC, "Cartable", List.of(new MediaRoot("photos", Path.of("photos"), List.of())));

    @Test
    void theNameSaysWhenABackupBeganAndWhetherItIsEncrypted() {
        Instant began = Instant.parse("2026-01-08T11:03:53Z");

        assertThat(BackupName.of(began)).hasToString("school_backup_20260108_110353.zip");
        assertThat(BackupName.of(began).isEncrypted()).isFalse();
        assertThat(BackupName.encrypted(began)).hasToString("school_backup_20260108_110353.zip.age");
        assertThat(BackupName.encrypted(began).isEncrypted()).isTrue();
    }

    @Test
    void ofOneSecondTheNextBackupHasTheNextNumber() {
        BackupName first = new BackupName("school_backup_20260108_110353.zip.age");

        assertThat(first.next()).hasToString("school_backup_20260108_110353_2.zip.age");
        assertThat(first.next().next()).hasToString("school_backup_20260108_110353_3.zip.age");
        assertThat(BackupName.parse("photos.zip")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void aShareIsFromOneToAHundredPerCent(int fewer) {
        assertThat(fewer(fewer).fewer()).isEqualTo(fewer);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void anotherShareIsRefused(int fewer) {
        assertThatIllegalArgumentException().isThrownBy(() -> fewer(fewer)).withMessageContaining("1 to 100");
    }

    private static BackupSettings fewer(int fewer) {
        return new BackupSettings(
                SETTINGS.media(),
                SETTINGS.references(),
                SETTINGS.zone(),
                SETTINGS.product(),
                fewer,
                SETTINGS.keep(),
                SETTINGS.maxAge(),
                SETTINGS.recipients());
    }

    @Test
    void aBackupMayBeOfAnyAgeAboveNone() {
        assertThat(SETTINGS.withMaxAge(Duration.ofHours(30)).maxAge()).isEqualTo(Duration.ofHours(30));
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withMaxAge(Duration.ZERO));
    }

    @Test
    void aCopyCountsOnceItWasComparedAndIsThereOnceItWasSent() {
        assertThat(OffsiteState.values())
                .filteredOn(OffsiteState::counts)
                .containsExactly(OffsiteState.VERIFIED, OffsiteState.CONFIRMED);
        assertThat(OffsiteState.values())
                .filteredOn(OffsiteState::isThere)
                .containsExactly(OffsiteState.VERIFIED, OffsiteState.CONFIRMED, OffsiteState.SENT);
    }

    @Test
    void aManifestKnowsItsMediaFoldersByName() {
        Manifest manifest = new Manifest(
                Instant.EPOCH,
                ZoneOffset.UTC,
                "Cartable",
                null,
                List.of(new Manifest.Media("photos", 3, 300), new Manifest.Media("scans", 1, 50)),
                null,
                List.of(),
                List.of());

        assertThat(manifest.media("scans")).contains(new Manifest.Media("scans", 1, 50));
        assertThat(manifest.media("films")).isEmpty();
    }
}
