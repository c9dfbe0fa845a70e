package dev.cartable.cli.frame;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that every command takes, before or after its name. Each can be given by the environment variable of its name
 * too: {@code --first-credential} is {@code CARTABLE_FIRST_CREDENTIAL}.
 */
public final class Options {
    @Option(names = "--db", paramLabel = "JDBC_URL", scope = ScopeType.INHERIT)
    @Nullable
    String db;

    @Option(names = "--schema", paramLabel = "NAME", scope = ScopeType.INHERIT)
    @Nullable
    String schema;

    @Option(names = "--table-prefix", paramLabel = "TEXT", scope = ScopeType.INHERIT)
    @Nullable
    String tablePrefix;

    @Option(names = "--roster-source", paramLabel = "views|tables", scope = ScopeType.INHERIT)
    @Nullable
    String rosterSource;

    @Option(names = "--zone", paramLabel = "ZONE", scope = ScopeType.INHERIT)
    @Nullable
    String zone;

    @Option(names = "--now", paramLabel = "INSTANT", scope = ScopeType.INHERIT)
    @Nullable
    Instant now;

    @Option(names = "--lang", paramLabel = "fr|en", scope = ScopeType.INHERIT)
    @Nullable
    String lang;

    @Option(names = "--json", scope = ScopeType.INHERIT)
    boolean json;

    @Option(
            names = {"-y", "--yes"},
            scope = ScopeType.INHERIT)
    boolean yes;

    @Option(names = "--host-key", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String hostKey;

    @Option(names = "--smtp", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String smtp;

    @Option(names = "--from", paramLabel = "SENDER", scope = ScopeType.INHERIT)
    @Nullable
    String from;

    @Option(names = "--sms", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String sms;

    @Option(names = "--sms-budget", paramLabel = "SEGMENTS", scope = ScopeType.INHERIT)
    @Nullable
    Integer smsBudget;

    @Option(names = "--country", paramLabel = "CODE", scope = ScopeType.INHERIT)
    @Nullable
    String country;

    @Option(names = "--outbox", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    String outbox;

    @Option(names = "--mail-to", paramLabel = "ADDRESS", scope = ScopeType.INHERIT)
    @Nullable
    String mailTo;

    @Option(names = "--mail-logo", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String mailLogo;

    @Option(names = "--mail-colour", paramLabel = "#RRGGBB", scope = ScopeType.INHERIT)
    @Nullable
    String mailColour;

    @Option(names = "--mail-contact", paramLabel = "TEXT", scope = ScopeType.INHERIT)
    @Nullable
    String mailContact;

    @Option(names = "--mail-layout", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String mailLayout;

    @Option(names = "--document-colour", paramLabel = "#RRGGBB", scope = ScopeType.INHERIT)
    @Nullable
    String documentColour;

    @Option(names = "--document-logo", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String documentLogo;

    @Option(names = "--document-contact", paramLabel = "TEXT", scope = ScopeType.INHERIT)
    @Nullable
    String documentContact;

    @Option(names = "--document-signature", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String documentSignature;

    @Option(names = "--document-stamp", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String documentStamp;

    @Option(names = "--document-signatory", paramLabel = "TEXT", scope = ScopeType.INHERIT)
    @Nullable
    String documentSignatory;

    @Option(names = "--document-address", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String documentAddress;

    @Option(names = "--document-templates", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    String documentTemplates;

    @Option(names = "--letter-window", paramLabel = "left|right", scope = ScopeType.INHERIT)
    @Nullable
    String letterWindow;

    @Option(names = "--document-vault", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    String documentVault;

    @Option(names = "--invoice-attach", paramLabel = "on|off", scope = ScopeType.INHERIT)
    @Nullable
    String invoiceAttach;

    @Option(names = "--document-attach", paramLabel = "on|off", scope = ScopeType.INHERIT)
    @Nullable
    String documentAttach;

    @Option(names = "--issue-invoices", paramLabel = "on|off", scope = ScopeType.INHERIT)
    @Nullable
    String issueInvoices;

    @Option(names = "--invoice-numbers", paramLabel = "FORM", scope = ScopeType.INHERIT)
    @Nullable
    String invoiceNumbers;

    @Option(names = "--credit-note-numbers", paramLabel = "FORM", scope = ScopeType.INHERIT)
    @Nullable
    String creditNoteNumbers;

    @Option(names = "--site", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String site;

    @Option(names = "--dunning", paramLabel = "LEVELS", scope = ScopeType.INHERIT)
    @Nullable
    String dunning;

    @Option(names = "--absence-grace", paramLabel = "MINUTES", scope = ScopeType.INHERIT)
    @Nullable
    String absenceGrace;

    @Option(names = "--absence-brake", paramLabel = "PERCENT PUPILS|off", scope = ScopeType.INHERIT)
    @Nullable
    String absenceBrake;

    @Option(names = "--absence-thresholds", paramLabel = "MONTH ROW PERCENT|off", scope = ScopeType.INHERIT)
    @Nullable
    String absenceThresholds;

    @Option(names = "--grade-scale", paramLabel = "SCALE", scope = ScopeType.INHERIT)
    @Nullable
    String gradeScale;

    @Option(names = "--grade-zeros", paramLabel = "REASONS", scope = ScopeType.INHERIT)
    @Nullable
    String gradeZeros;

    @Option(names = "--tick-silence", paramLabel = "MINUTES", scope = ScopeType.INHERIT)
    @Nullable
    String tickSilence;

    @Option(names = "--school-days", paramLabel = "DAY DAY…", scope = ScopeType.INHERIT)
    @Nullable
    String schoolDays;

    @Option(names = "--domain-limits", paramLabel = "DOMAIN=RATE[:N],…", scope = ScopeType.INHERIT)
    @Nullable
    String domainLimits;

    @Option(names = "--fallbacks", paramLabel = "CHANNEL,…", scope = ScopeType.INHERIT)
    @Nullable
    String fallbacks;

    @Option(names = "--quiet-hours", paramLabel = "HH:MM-HH:MM", scope = ScopeType.INHERIT)
    @Nullable
    String quietHours;

    @Option(names = "--mandatory", paramLabel = "CATEGORY,…", split = ",", scope = ScopeType.INHERIT)
    @Nullable
    List<String> mandatory;

    @Option(names = "--discreet", paramLabel = "CATEGORY|KIND,…", split = ",", scope = ScopeType.INHERIT)
    @Nullable
    List<String> discreet;

    @Option(names = "--digest-default", paramLabel = "on|off", scope = ScopeType.INHERIT)
    @Nullable
    String digestDefault;

    @Option(names = "--public-url", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String publicUrl;

    @Option(names = "--alarms-to", paramLabel = "ADDRESS", scope = ScopeType.INHERIT)
    @Nullable
    String alarmsTo;

    @Option(names = "--speak", paramLabel = "true|false|ADDRESS", scope = ScopeType.INHERIT)
    @Nullable
    String speak;

    @Option(names = "--instance-id", paramLabel = "NAME", scope = ScopeType.INHERIT)
    @Nullable
    String instanceId;

    @Option(names = "--line-speed", paramLabel = "KBIT/S", scope = ScopeType.INHERIT)
    @Nullable
    Integer lineSpeed;

    @Option(names = "--school", paramLabel = "NAME", scope = ScopeType.INHERIT)
    @Nullable
    String school;

    @Option(names = "--school-lang", paramLabel = "fr|en", scope = ScopeType.INHERIT)
    @Nullable
    String schoolLang;

    @Option(names = "--activation-url", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String activationUrl;

    @Option(names = "--code-url", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String codeUrl;

    @Option(names = "--naming-rule", paramLabel = "RULE", scope = ScopeType.INHERIT)
    @Nullable
    String namingRule;

    @Option(names = "--first-credential", paramLabel = "link|password", scope = ScopeType.INHERIT)
    @Nullable
    String firstCredential;

    @Option(
            names = {"--dest", "--backup-dest"},
            paramLabel = "DIR",
            scope = ScopeType.INHERIT)
    @Nullable
    String backupDest;

    @Option(names = "--backup-local", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    String backupLocal;

    @Option(
            names = {"--vault", "--backup-vault"},
            paramLabel = "URL",
            scope = ScopeType.INHERIT)
    @Nullable
    String backupVault;

    @Option(
            names = {"--media", "--backup-media"},
            paramLabel = "FOLDER;…",
            split = ";",
            scope = ScopeType.INHERIT)
    @Nullable
    List<String> backupMedia;

    @Option(names = "--backup-excludes", paramLabel = "PATTERN;…", split = ";", scope = ScopeType.INHERIT)
    @Nullable
    List<String> backupExcludes;

    @Option(names = "--backup-references", paramLabel = "REFERENCE;…", split = ";", scope = ScopeType.INHERIT)
    @Nullable
    List<String> backupReferences;

    @Option(names = "--backup-recipients", paramLabel = "KEY,…", split = ",", scope = ScopeType.INHERIT)
    @Nullable
    List<String> backupRecipients;

    @Option(names = "--identity", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    String identity;

    @Option(names = "--backup-keep", paramLabel = "RULES", scope = ScopeType.INHERIT)
    @Nullable
    String backupKeep;

    @Option(names = "--backup-folders", paramLabel = "FOLDER;…", split = ";", scope = ScopeType.INHERIT)
    @Nullable
    List<String> backupFolders;

    @Option(names = "--pg-bin", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    String pgBin;

    @Option(names = "--debug", scope = ScopeType.INHERIT)
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT)
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT)
    boolean version;

    /** The environment variable of an option; CARTABLE_HOST_KEY holds the key itself. */
    public static String variable(String option) {
        return option.equals("--host-key")
                ? "CARTABLE_HOST_KEY_FILE"
                : "CARTABLE_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether one JSON document is wanted on standard output. */
    public boolean json() {
        return json;
    }

    /** Where all mails go instead, for a test delivery; null if they go where they should. */
    public @Nullable String mailTo() {
        return mailTo;
    }

    /** The options that only a few words can stand for. */
    public Map<String, Choice> choices() {
        return Map.of(
                "--lang", new Choice(lang, List.of("fr", "en")),
                "--school-lang", new Choice(schoolLang, List.of("fr", "en")),
                "--roster-source", new Choice(rosterSource, List.of("views", "tables")),
                "--first-credential", new Choice(firstCredential, List.of("link", "password")));
    }

    /** A word that was given, and those that can be. */
    public record Choice(@Nullable String given, List<String> allowed) {}

    /** Takes away the sender of mails, which a command without mails has been given to mean something else. */
    public void withoutSender() {
        from = null;
    }
}
