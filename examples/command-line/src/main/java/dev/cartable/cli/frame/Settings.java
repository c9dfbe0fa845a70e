package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.school.model.School;
import dev.cartable.school.phone.NationalPhoneNumbers;
import dev.cartable.work.LocalInstance;
import dev.cartable.work.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is said once, in a file {@code cartable.properties}: values of options by their names, without the dashes. It lies beside
 * the H2 file that {@code --db} names, and otherwise in the working directory. It is read only if it belongs to the caller and
 * others cannot write it; one with a password in it only if others cannot read it either. Immutable.
 */
public final class Settings {
    /** What Java reads in place of a letter that the terminal's character set does not have. */
    private static final char UNREADABLE = '\uFFFD';

    /** The options that the file may hold, in its order. What only makes sense for one command is not among them. */
    public static final List<String> NAMES = List.of(
            "school",
            "zone",
            "school-lang",
            "lang",
            "from",
            "activation-url",
            "code-url",
            "db",
            "schema",
            "table-prefix",
            "roster-source",
            "host-key",
            "country",
            "smtp",
            "sms",
            "sms-budget",
            "fallbacks",
            "domain-limits",
            "outbox",
            "mail-layout",
            "mail-colour",
            "mail-logo",
            "mail-contact",
            "document-colour",
            "document-logo",
            "document-contact",
            "document-signature",
            "document-stamp",
            "document-signatory",
            "document-address",
            "document-templates",
            "letter-window",
            "document-vault",
            "document-attach",
            "issue-invoices",
            "invoice-numbers",
            "credit-note-numbers",
            "invoice-attach",
            "site",
            "dunning",
            "absence-grace",
            "absence-brake",
            "absence-thresholds",
            "school-days",
            "grade-scale",
            "grade-zeros",
            "tick-silence",
            "quiet-hours",
            "mandatory",
            "discreet",
            "digest-default",
            "public-url",
            "alarms-to",
            "speak",
            "instance-id",
            "line-speed",
            "naming-rule",
            "first-credential",
            "backup-dest",
            "backup-local",
            "backup-media",
            "backup-excludes",
            "backup-references",
            "backup-folders",
            "backup-keep",
            "backup-vault",
            "backup-recipients",
            "pg-bin");

    private static final Set<PosixFilePermission> WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> READ =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Path file;
    private final Map<String, String> values;
    private final @Nullable Problem problem;

    private Settings(Path file, Map<String, String> values, @Nullable Problem problem) {
        this.file = file;
        this.values = Map.copyOf(values);
        this.problem = problem;
    }

    /** Why the file is not used: a stable word for programs, and the name that is no setting, or empty. */
    private record Problem(String code, String name) {}

    /**
     * The settings that a command finds.
     *
     * @param db the database that was named; null if none was
     */
    public static Settings find(Surroundings around, @Nullable String db) {
        Path file = Database.settingsFolder(db, around.directory()).resolve("cartable.properties");
        if (!Files.exists(file)) {
            return new Settings(file, Map.of(), null);
        }
        try {
            return read(file);
        } catch (IOException | IllegalArgumentException e) {
            return new Settings(file, Map.of(), new Problem("SETTINGS_UNREADABLE", ""));
        }
    }

    private static Settings read(Path file) throws IOException {
        Problem refused = ownership(file);
        if (refused != null) {
            return new Settings(file, Map.of(), refused);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (!NAMES.contains(name)) {
                return new Settings(file, Map.of(), new Problem("SETTINGS_UNKNOWN", name));
            }
            values.put(name, properties.getProperty(name));
        }
        boolean secret = values.values().stream()
                .anyMatch(value -> !Runs.hideSecrets(value).equals(value));
        return secret && may(file, READ)
                ? new Settings(file, Map.of(), new Problem("SETTINGS_OPEN", ""))
                : new Settings(file, values, null);
    }

    private static @Nullable Problem ownership(Path file) throws IOException {
        if (!Files.getOwner(file).equals(caller())) {
            return new Problem("SETTINGS_NOT_YOURS", "");
        }
        return may(file, WRITE) ? new Problem("SETTINGS_WRITABLE", "") : null;
    }

    /** The owner of whatever this process makes. */
    private static UserPrincipal caller() throws IOException {
        Path mine = Files.createTempFile("cartable", "");
        try {
            return Files.getOwner(mine);
        } finally {
            Files.delete(mine);
        }
    }

    /** Whether others than the owner may read a file. */
    static boolean isReadByOthers(Path file) throws IOException {
        return may(file, READ);
    }

    private static boolean may(Path file, Set<PosixFilePermission> others) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(others::contains);
    }

    /** The file, whether it is there or not. */
    public Path file() {
        return file;
    }

    /** The values, by the names of their options without dashes. */
    public Map<String, String> values() {
        return values;
    }

    /** Why the file that is there is not used, in people's words; null if it is used or not there. */
    public @Nullable CommandException refusal(Words words) {
        return problem == null
                ? null
                : CommandException.failed(
                        problem.code(),
                        words.text("error." + problem.code(), Map.of("file", file, "name", problem.name())));
    }

    /** Refuses a value that its option could not have. */
    public static void check(Frame frame, String name, String value) {
        Words words = frame.words();
        String option = "--" + name;
        if (value.indexOf(UNREADABLE) >= 0) {
            throw CommandException.usage(words.text("error.unreadable-text", "option", option));
        }
        switch (name) {
            case "zone" -> SchoolOptions.zone(words, value);
            case "school" ->
                CommandException.option(
                        words, option, value, () -> new School(value, ZoneId.systemDefault(), Locale.FRENCH));
            case "activation-url", "code-url" ->
                CommandException.option(
                        words,
                        option,
                        value,
                        () -> AccountSettings.of(
                                new School("-", ZoneId.systemDefault(), Locale.FRENCH), URI.create(value)));
            case "lang", "school-lang" -> {
                if (!List.of("fr", "en").contains(value)) {
                    throw CommandException.usage(
                            words.text("error.choice", Map.of("option", option, "value", value, "allowed", "fr, en")));
                }
            }
            case "grade-scale", "grade-zeros" -> GradeOptions.check(words, name, value);
            case "tick-silence" -> CommandException.option(words, option, value, () -> HostBuilder.silence(value));
            case "from" -> CommandException.address(words, Mailing.address(value));
            case "alarms-to" -> CommandException.address(words, value);
            case "speak" -> CommandException.option(words, option, value, () -> SendingMode.parse(value));
            case "country" -> CommandException.option(words, option, value, () -> NationalPhoneNumbers.of(value));
            case "fallbacks" -> CommandException.option(words, option, value, () -> Fallbacks.parse(value));
            case "domain-limits" -> CommandException.option(words, option, value, () -> DomainLimits.parse(value));
            case "instance-id" -> CommandException.option(words, option, value, () -> LocalInstance.named(value));
            case "public-url" ->
                CommandException.option(
                        words, option, value, () -> Cartable.builder().publicUrl(URI.create(value)));
            case "mandatory" ->
                CommandException.option(words, option, value, () -> MessageOptions.mandatory(listed(value)));
            case "discreet" ->
                CommandException.option(
                        words,
                        option,
                        value,
                        () -> PreferenceSettings.defaults().withDiscreet(listed(value)));
            case "issue-invoices" -> CommandException.onOff(words, option, value, "on, off");
            case "invoice-numbers", "credit-note-numbers" -> InvoiceOptions.check(words, option, value);
            case "document-attach", "invoice-attach" -> CommandException.onOff(words, option, value, "on, off");
            case "digest-default" -> CommandException.onOff(words, option, value, "on, off");
            case "db" -> Database.requireKnown(value, words);
            case "backup-recipients" -> listed(value).forEach(key -> BackupOptions.requirePublic(words, key));
            case "backup-media" ->
                CommandException.option(words, option, value, () -> BackupOptions.media(frame.around(), parted(value)));
            case "backup-references" ->
                CommandException.option(words, option, value, () -> BackupOptions.references(parted(value)));
            case "backup-keep" -> CommandException.option(words, option, value, () -> BackupOptions.keep(value));
            default -> ReminderOptions.check(words, name, value);
        }
    }

    private static List<String> parted(String value) {
        return List.of(value.split(";"));
    }

    private static List<String> listed(String value) {
        return List.of(value.split(",", -1));
    }

    /** Writes other values in place of these, for the caller alone. */
    public void save(Map<String, String> other) throws IOException {
        try (PrivateFile target = PrivateFile.replace(file)) {
            String text = NAMES.stream()
                    .filter(other::containsKey)
                    .map(name -> name + "=" + escaped(other.getOrDefault(name, "")) + "\n")
                    .collect(Collectors.joining());
            target.out().write(text.getBytes(StandardCharsets.UTF_8));
            target.put();
        }
    }

    /** As properties have it; no value has a line break. */
    private static String escaped(String value) {
        String text = value.replace("\\", "\\\\");
        return text.startsWith(" ") ? "\\" + text : text;
    }
}
