package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Frame;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code sessions}: study sessions of pupils. */
@Command(
        name = "sessions",
        subcommands = {StudySessionsCommand.Import.class, PlanSessionsCommand.class})
public final class StudySessionsCommand extends CommandGroup {
    /** {@code sessions import}. */
    @Command(name = "import")
    static final class Import extends ImportRecordsCommand<StudySession> {
        @Override
        RecordSource<StudySession> source(Frame frame, Path path) {
            return CsvRecords.studySessions(path);
        }

        @Override
        ImportRecords<StudySession> importing(Records records) {
            return records.importStudySessions();
        }
    }
}
