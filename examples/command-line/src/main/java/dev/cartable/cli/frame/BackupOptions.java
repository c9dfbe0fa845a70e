package dev.cartable.cli.frame;

import dev.cartable.CartableBuilder;
import dev.cartable.backup.age.AgeEncryption;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.s3.S3Settings;
import dev.cartable.s3.S3Vault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where backups go, and what belongs to them, as the options say. */
public final class BackupOptions {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_-]{2,64})=(.+)");
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9_-]");
    private static final Pattern REFERENCE = Pattern.compile(
            "(?<name>[A-Za-z0-9_-]{1,64})=(?<table>[^:,@]+)"
                    + ":(?<id>[^:,@]+),(?<path>[^:,@]+)(?:,(?<newest>[^:,@]+))?@(?<media>[A-Za-z0-9_-]{1,64})(?::(?<prefix>.*))?");

    private BackupOptions() {}

    /** Whether it is said where backups go. Without that there are none. */
    static boolean isSet(Frame frame) {
        String destination = frame.options().backupDest;
        return destination != null && !destination.isBlank();
    }

    /** The folder that backups go to. */
    public static Optional<Path> destination(Frame frame) {
        return isSet(frame)
                ? Optional.of(frame.around().path(String.valueOf(frame.options().backupDest)))
                : Optional.empty();
    }

    /** The second place, to which backups are copied; empty if there is none. */
    public static Optional<OffsiteVault> offsite(Frame frame) {
        String given = frame.options().backupVault;
        if (given == null || given.isBlank()) {
            return Optional.empty();
        }
        // Without the value: it may hold a key that should not be there.
        S3Settings settings =
                CommandException.option(frame.words(), "--backup-vault", "…", () -> S3Settings.parse(given.strip()));
        return Optional.of(new S3Vault(
                settings.in(frame.around().path("")),
                frame.around().environment(),
                frame.around().time()));
    }

    /** The folder in which a restore keeps a copy of what it replaces. */
    public static Optional<Path> local(Frame frame) {
        String given = frame.options().backupLocal;
        return given == null || given.isBlank()
                ? destination(frame).map(folder -> folder.resolve("backups_local"))
                : Optional.of(frame.around().path(given));
    }

    /** The folder with PostgreSQL's programs; empty if they are looked for. */
    public static Optional<Path> programs(Frame frame) {
        return Optional.ofNullable(frame.options().pgBin).map(frame.around()::path);
    }

    /** The folders that should be in the media folders, such as {@code payment_receipts}. */
    public static List<String> expected(Frame frame) {
        List<String> folders = frame.options().backupFolders;
        return folders == null ? List.of() : folders;
    }

    /** The media folders. */
    public static List<MediaRoot> media(Frame frame) {
        List<String> given = given(frame.options().backupMedia);
        return CommandException.option(
                frame.words(), "--media", String.join(";", given), () -> media(frame.around(), given));
    }

    /** The public keys that backups are encrypted to; empty for none. */
    public static List<String> recipients(Frame frame) {
        return given(frame.options().backupRecipients);
    }

    /** Refuses what is no public key: a private one would stand in the settings. */
    static void requirePublic(Words words, String key) {
        if (key.toUpperCase(Locale.ROOT).contains("AGE-SECRET-KEY-")) {
            throw CommandException.usage(words.text("error.private-recipient"));
        }
        if (!key.matches("age1[0-9a-z]+")) {
            throw CommandException.usage(words.text("error.INVALID_RECIPIENT", "recipient", key));
        }
    }

    /** Encrypts to other public keys than the settings say. */
    public static void encryptTo(Frame frame, List<String> recipients) {
        frame.options().backupRecipients = List.copyOf(recipients);
    }

    /** The private keys that were given to open encrypted backups; empty for none. */
    static List<BackupIdentity> identities(Frame frame) {
        String file = frame.options().identity;
        if (file == null) {
            return List.of();
        }
        Path path = frame.around().path(file);
        try {
            List<BackupIdentity> identities = BackupIdentity.parse(Files.readString(path));
            if (Settings.isReadByOthers(path)) {
                frame.report().warn("backup.identity-open", Map.of("file", path));
            }
            return identities;
        } catch (CharacterCodingException e) {
            throw CommandException.failed("INVALID_IDENTITY", frame.words().text("error.INVALID_IDENTITY"));
        } catch (IOException e) {
            String reason = Failure.file(e, frame.words()).orElse(path + ": " + e.getMessage());
            throw CommandException.failed("FILES_FAILED", frame.words().text("error.FILES_FAILED", "reason", reason));
        }
    }

    /** Which backups are kept, as the settings say. */
    public static KeepPolicy keep(Frame frame) {
        String given = frame.options().backupKeep;
        return given == null
                ? KeepPolicy.NONE
                : CommandException.option(frame.words(), "--backup-keep", given, () -> keep(given));
    }

    /** An empty text is no rule. */
    static KeepPolicy keep(String given) {
        return given.isBlank() ? KeepPolicy.NONE : KeepPolicy.parse(given);
    }

    /** With backups, if it is said where they go. */
    static CartableBuilder in(Frame frame, CartableBuilder builder, Supplier<Optional<DatabaseDump>> dump) {
        if (!isSet(frame)) {
            return builder;
        }
        List<String> references = given(frame.options().backupReferences);
        List<String> excludes = given(frame.options().backupExcludes);
        List<MediaRoot> media = media(frame).stream()
                .map(root -> new MediaRoot(root.name(), root.folder(), excludes))
                .toList();
        CartableBuilder complete = builder.backupVault(new DirectoryVault(
                        destination(frame).orElseThrow(), frame.around().time()))
                .safetyVault(new DirectoryVault(
                        local(frame).orElseThrow(), frame.around().time()))
                .backups(settings -> CommandException.option(
                        frame.words(),
                        "--backup-references",
                        String.join(";", references),
                        () -> BackupSettings.of(settings.zone(), settings.product(), media)
                                .with(references(references))
                                .withKeep(keep(frame))
                                .withRecipients(recipients(frame))))
                .archiveEncryption(new AgeEncryption());
        offsite(frame).ifPresent(complete::offsiteVault);
        return dump.get().map(complete::databaseDump).orElse(complete);
    }

    private static List<String> given(@Nullable List<String> values) {
        return values == null
                ? List.of()
                : values.stream().filter(value -> !value.isBlank()).toList();
    }

    /** Media folders, as {@code NAME=DIR} or as {@code DIR}, whose last name it then is. */
    static List<MediaRoot> media(Surroundings around, List<String> given) {
        List<MediaRoot> roots = new ArrayList<>();
        for (String one : given) {
            Matcher named = NAMED.matcher(one);
            roots.add(
                    named.matches()
                            ? MediaRoot.of(named.group(1), around.path(named.group(2)))
                            : MediaRoot.of(name(around.path(one)), around.path(one)));
        }
        return roots;
    }

    private static String name(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null ? "media" : UNFIT.matcher(last.toString()).replaceAll("_");
    }

    /** References, as {@code NAME=TABLE:ID,PATH[,NEWEST]@MEDIA[:PREFIX]}. */
    static List<MediaReference> references(List<String> given) {
        List<MediaReference> references = new ArrayList<>();
        for (String one : given) {
            Matcher parts = REFERENCE.matcher(one.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException(one
                        + " is not of the form NAME=TABLE:ID,PATH@MEDIA, such as payment=payments:id,receipt@media");
            }
            String prefix = parts.group("prefix");
            references.add(new MediaReference(
                    parts.group("name"),
                    parts.group("table"),
                    parts.group("id"),
                    parts.group("path"),
                    parts.group("newest"),
                    parts.group("media"),
                    prefix == null ? "" : prefix));
        }
        return references;
    }
}
