package dev.cartable.cli.user;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code users import}: columns that the file does not have stay as they are. */
@picocli.CommandLine.Command(name = "import")
final class ImportUsersCommand extends Command {
    private static final int CHUNK = 500;

    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected Exit run(Frame frame) {
        CsvList list = CsvFiles.open(
                frame, file, List.of("id"), List.of("userName", "email", "language", "promotion", "active"));
        frame.report().field("dryRun", dryRun);
        frame.report().rows("errors");
        try (Host host = dryRun ? Host.planning(frame) : Host.writing(frame)) {
            Rows rows = new Rows(frame, new Saving(host, dryRun));
            list.read(rows);
            rows.save();
            frame.report().counts(rows.saving.counts(rows.failed));
            if (dryRun) {
                frame.report().afterwards("nothing-written", Map.of());
            }
            return Exit.ofFailures(rows.failed);
        }
    }

    /** Takes the rows, chunk by chunk. */
    private static final class Rows implements CsvList.Reader {
        private final Frame frame;
        private final Saving saving;
        private final Set<String> ids = new HashSet<>();
        private final List<Said> chunk = new ArrayList<>();
        private long failed;

        Rows(Frame frame, Saving saving) {
            this.frame = frame;
            this.saving = saving;
        }

        @Override
        public void row(Cells cells) {
            String id = cells.raw("id");
            if (id.isBlank()) {
                refuse(cells, "MISSING_ID");
            } else if (!id.equals(id.strip())) {
                refuse(cells, "WHITESPACE_ID");
            } else if (!ids.add(id)) {
                refuse(cells, "DUPLICATE_ID");
            } else {
                Said said = read(cells, id);
                if (said != null) {
                    add(cells, said);
                }
            }
        }

        /** What the row says of the user; null if it cannot be, which is an error. */
        private @Nullable Said read(Cells cells, String id) {
            if (EmailAddress.check(text(cells, "email")) instanceof EmailAddress.Unusable unusable) {
                error(CsvFiles.error(
                        cells,
                        "email",
                        "UNUSABLE_ADDRESS",
                        frame.words()
                                .text(
                                        "users.unusable-address",
                                        "reason",
                                        frame.words().code(unusable.fault().name()))));
                return null;
            }
            try {
                return said(cells, new UserId(id));
            } catch (Said.Unfit e) {
                error(CsvFiles.error(
                        cells,
                        e.column(),
                        "BAD_VALUE",
                        frame.words().text(e.column().equals("active") ? "users.bad-boolean" : "users.unfit")));
            } catch (IllegalArgumentException e) {
                refuse(cells, "BAD_ID");
            }
            return null;
        }

        private void refuse(Cells cells, String code) {
            error(cells.error("id", code, Map.of()));
        }

        private Said said(Cells cells, UserId id) {
            return new Said(
                    id,
                    text(cells, "userName"),
                    text(cells, "email"),
                    text(cells, "language"),
                    text(cells, "promotion"),
                    active(cells));
        }

        private @Nullable Boolean active(Cells cells) {
            return switch (cells.text("active").toLowerCase(Locale.ROOT)) {
                case "" -> cells.has("active") ? Boolean.TRUE : null;
                case "true" -> true;
                case "false" -> false;
                default -> throw new Said.Unfit("active");
            };
        }

        private void add(Cells cells, Said said) {
            String promotion = said.promotion();
            if (promotion != null && said.saysPromotion() && saving.promotion(promotion) == null) {
                error(CsvFiles.error(
                        cells,
                        "promotion",
                        "UNKNOWN_PROMOTION",
                        frame.words().text("error.unknown-promotion", "name", promotion)));
                return;
            }
            chunk.add(said);
            if (chunk.size() == CHUNK) {
                save();
            }
        }

        private static @Nullable String text(Cells cells, String column) {
            return cells.has(column) ? cells.text(column) : null;
        }

        void save() {
            saving.save(chunk);
            chunk.clear();
        }

        @Override
        public void error(RowError error) {
            failed++;
            CsvFiles.tell(frame.report(), error);
        }
    }
}
