package dev.cartable.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartable.backup.model.BackupException;
import dev.cartable.work.Brake;
import dev.cartable.work.BrakeException;
import dev.cartable.work.PlanChangedException;
import dev.cartable.work.PlanDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    private final Words french = Words.in(Locale.FRENCH);
    private final Words english = Words.in(Locale.ENGLISH);

    @ParameterizedTest
    @CsvSource({
        "TAKE_ALL_PUPILS_FROM_ACCOUNTS, retirer tous leurs élèves à des comptes",
        "DEACTIVATE_ACCOUNTS_OR_TAKE_ALL_THEIR_PUPILS, désactiver des comptes",
        "MAKE_PUPILS_INACTIVE, rendre des élèves inactifs",
        "MAKE_GUARDIANS_INACTIVE, rendre des responsables inactifs",
        "END_LINKS_BETWEEN_GUARDIANS_AND_PUPILS, mettre fin à des liens"
    })
    void theBrakeIsWordedFromItsFactsInBothLanguages(String action, String expected) {
        BrakeException stopped = catchThrowableOfType(
                BrakeException.class, () -> Brake.defaults().check(action, 400, 1_872));

        assertThat(stopped.getMessage()).doesNotContain("--max");
        assertThat(Failure.of(stopped, english))
                .satisfies(failure -> assertThat(failure.exit()).isEqualTo(Exit.HELD))
                .satisfies(failure -> assertThat(failure.message())
                        .contains(action.toLowerCase(Locale.ROOT).replace('_', ' '))
                        .endsWith("--max 400"));
        assertThat(Failure.of(stopped, french).message())
                .contains(expected, "400 sur 1872", "--max 400")
                .doesNotContain("nothing was written");
    }

    @Test
    void anotherPlanHasACodeAndBothDigests() {
        PlanDigest approved = new PlanDigest("0123456789ab");
        PlanDigest actual = new PlanDigest("ba9876543210");

        Failure failure = Failure.of(new PlanChangedException(approved, actual), french);

        assertThat(failure.code()).isEqualTo("PLAN_CHANGED");
        assertThat(failure.message()).contains(approved.hex(), actual.hex(), "rien n’a été écrit");
    }

    @Test
    void aFullDiskIsNamedAndSoIsWhatIsNeededWhereItIsKnown() {
        Path disk = Path.of("backups");
        BackupException full = BackupException.diskFull(disk, "nothing was replaced", new IOException("x"));
        BackupException tooLittle = new BackupException(
                "DISK_FULL", Map.of("path", "backups", "needed", "3145728", "free", "1048576"), "too little");

        BackupException somewhere = new BackupException("DISK_FULL", Map.of("reason", "no space"), "no space");

        assertThat(Failure.of(somewhere, french).message()).contains("un disque (no space)");
        assertThat(Failure.of(full, english).message())
                .contains("on the disk of backups")
                .doesNotContain("{");
        assertThat(Failure.of(full, french).message())
                .contains("sur le disque de backups")
                .doesNotContain("{");
        assertThat(Failure.of(tooLittle, english).message())
                .contains("3\u00a0MiB may be needed", "1\u00a0MiB are free");
        assertThat(Failure.of(tooLittle, french).message()).contains("jusqu’à 3\u00a0Mio", "1\u00a0Mio y sont libres");
    }
}
