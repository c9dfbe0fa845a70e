package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.port.DatabaseDump;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** See {@link Backups#check}. */
final class CheckSchool {
    private static final int NEWEST = 5;

    private final BackupParts parts;

    CheckSchool(BackupParts parts) {
        this.parts = parts;
    }

    CheckReport check(BackupName name) {
        Manifest manifest = new BackupList(parts).show(name);
        DatabaseDump dump = parts.databaseDump().orElse(null);
        if (dump == null || manifest.database() == null) {
            throw new BackupException(
                    "NO_DATABASE",
                    Map.of("file", name.value()),
                    "the backup " + name + " or this host has no database that could be compared");
        }
        return new CheckReport(name, tables(dump.contents(), manifest.database().contents()), newest(dump));
    }

    static List<CheckReport.Table> tables(DatabaseContents now, DatabaseContents before) {
        Set<String> names = new TreeSet<>(now.rows().keySet());
        names.addAll(before.rows().keySet());
        return names.stream()
                .map(table -> new CheckReport.Table(
                        table,
                        before.rows().getOrDefault(table, CheckReport.Table.ABSENT),
                        now.rows().getOrDefault(table, CheckReport.Table.ABSENT)))
                .toList();
    }

    private List<CheckReport.Newest> newest(DatabaseDump dump) {
        List<CheckReport.Newest> newest = new ArrayList<>();
        for (MediaReference reference : parts.backupSettings().references()) {
            Path folder = parts.backupSettings().media().stream()
                    .filter(root -> root.name().equals(reference.media()))
                    .findFirst()
                    .map(MediaRoot::folder)
                    .orElseThrow();
            for (ReferencedFile row : dump.newest(reference, NEWEST)) {
                String name = References.name(reference, row.path());
                String inFolder = name.substring((Names.MEDIA + reference.media() + "/").length());
                newest.add(new CheckReport.Newest(row, isThere(folder, inFolder)));
            }
        }
        return newest;
    }

    private static boolean isThere(Path folder, String path) {
        try {
            return Files.isRegularFile(folder.resolve(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
