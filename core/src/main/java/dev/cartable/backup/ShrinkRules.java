package dev.cartable.backup;

import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules by which a backup has too little compared with the last accepted one. */
final class ShrinkRules {
    private final int percent;

    /**
     * @param percent by how much something must have become less to be reported
     */
    ShrinkRules(int percent) {
        this.percent = percent;
    }

    /**
     * Compares the media folders. One that is no longer configured is reported, too.
     *
     * @param reference the name of the earlier backup
     */
    List<Finding> media(List<Manifest.Media> now, List<Manifest.Media> before, BackupName reference) {
        List<Finding> findings = new ArrayList<>();
        for (Manifest.Media earlier : before) {
            Optional<Manifest.Media> current = now.stream()
                    .filter(one -> one.name().equals(earlier.name()))
                    .findFirst();
            if (current.isEmpty()) {
                findings.add(Finding.of(Code.MEDIA_MISSING, "media", earlier.name(), "path", ""));
            } else if (current.get().files() == 0 && earlier.files() > 0) {
                findings.add(Finding.of(
                        Code.MEDIA_EMPTY,
                        "media",
                        earlier.name(),
                        "before",
                        Long.toString(earlier.files()),
                        "reference",
                        reference.value()));
            } else {
                compare(
                                Code.FEWER_FILES,
                                earlier.name(),
                                earlier.files(),
                                current.get().files(),
                                reference)
                        .ifPresent(findings::add);
                compare(
                                Code.FEWER_BYTES,
                                earlier.name(),
                                earlier.bytes(),
                                current.get().bytes(),
                                reference)
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** Compares the rows of all tables together: single tables, such as a queue, shrink every day. */
    Optional<Finding> rows(DatabaseContents now, long before, BackupName reference) {
        return compare(Code.FEWER_ROWS, "", before, now.totalRows(), reference);
    }

    private Optional<Finding> compare(Code code, String media, long before, long now, BackupName reference) {
        double least = before - before / 100.0 * percent;
        if (before == 0 || now > least) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(
                code,
                "media",
                media,
                "before",
                Long.toString(before),
                "now",
                Long.toString(now),
                "reference",
                reference.value()));
    }
}
