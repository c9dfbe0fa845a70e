package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.ReferencedFile;
import java.util.List;

/**
 * The live school compared with a backup.
 *
 * @param tables all tables of either, by name
 * @param newest the newest rows that refer to files
 */
public record CheckReport(BackupName file, List<Table> tables, List<Newest> newest) {
    public CheckReport {
        requireNonNull(file, "file");
        tables = List.copyOf(tables);
        newest = List.copyOf(newest);
    }

    /** Whether every table has as many rows as in the backup, and every file is there. */
    public boolean isSame() {
        return tables.stream().noneMatch(Table::differs) && newest.stream().allMatch(Newest::isThere);
    }

    /**
     * A table.
     *
     * @param before its rows in the backup; {@link #ABSENT} if it is not there
     * @param now its rows in the live database; {@link #ABSENT} if it is not there
     */
    public record Table(String name, long before, long now) {
        /** The table is not there. */
        public static final long ABSENT = -1;

        public Table {
            requireNonNull(name, "name");
        }

        /** Whether the numbers differ. */
        public boolean differs() {
            return before != now;
        }
    }

    /**
     * A row that refers to a file.
     *
     * @param isThere whether the file is in the live media folder
     */
    public record Newest(ReferencedFile row, boolean isThere) {
        public Newest {
            requireNonNull(row, "row");
        }
    }
}
