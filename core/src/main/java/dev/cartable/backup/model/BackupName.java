package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a backup: {@code school_backup_YYYYMMDD_HHMMSS.zip}, in UTC. A further backup of the same second has a number at the
 * end, from 2 on: {@code school_backup_20260108_110353_2.zip}. The name of an encrypted one ends with {@code .zip.age}.
 */
public record BackupName(String value) implements Comparable<BackupName> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final String ENCRYPTED = ".age";
    private static final Pattern FORM =
            Pattern.compile("(school_backup_\\d{8}_\\d{6})(?:_(\\d{1,4}))?(\\.zip(?:\\.age)?)");

    public BackupName {
        if (!FORM.matcher(requireNonNull(value, "value")).matches()) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no name of a backup, such as school_backup_20260108_110353.zip");
        }
    }

    /** The name of a backup that begins now. */
    public static BackupName of(Instant now) {
        return new BackupName("school_backup_" + TIME.format(now) + ".zip");
    }

    /** The name of an encrypted backup that begins now. */
    public static BackupName encrypted(Instant now) {
        return new BackupName(of(now) + ENCRYPTED);
    }

    /** Whether the archive is encrypted. */
    public boolean isEncrypted() {
        return value.endsWith(ENCRYPTED);
    }

    /** A file name as the name of a backup; empty if it is none. */
    public static Optional<BackupName> parse(String fileName) {
        return FORM.matcher(fileName).matches() ? Optional.of(new BackupName(fileName)) : Optional.empty();
    }

    /** The name of the next backup of the same second. */
    public BackupName next() {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            throw new IllegalStateException(value);
        }
        int number = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        return new BackupName(parts.group(1) + "_" + (number + 1) + parts.group(3));
    }

    @Override
    public int compareTo(BackupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
