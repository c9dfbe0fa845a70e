package dev.cartable.cli.backup;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code backup}: backups of the host's database and media. */
@Command(
        name = "backup",
        subcommands = {
            CreateBackupCommand.class,
            ListBackupsCommand.class,
            ShowBackupCommand.class,
            VerifyBackupCommand.class,
            ExtractFilesCommand.class,
            CheckSchoolCommand.class,
            AcceptBackupCommand.class,
            RestoreBackupCommand.class,
            RecoverRestoreCommand.class,
            PruneBackupsCommand.class,
            UploadBackupsCommand.class,
            FetchBackupCommand.class,
            GenerateKeyCommand.class,
            CheckKeyCommand.class,
            DrillRestoreCommand.class
        })
public final class BackupCommand extends CommandGroup {}
