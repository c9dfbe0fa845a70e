package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.NamingRule;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.Courier.Placeholder;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.task.TaskSettings;
import dev.cartable.work.HostKey;
import dev.cartable.work.LocalInstance;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The host that the command line is: a database, a key, a courier, and Cartable put together from them. */
public final class Host implements AutoCloseable {
    private final Frame frame;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final HostKey key;
    private final Opened opened;
    private Stores stores;
    private Roster roster;
    private Cartable cartable;
    private boolean empty;
    private boolean courier;

    private Host(Frame frame, Opened opened, HostKey key, Roster roster, boolean empty) {
        this.frame = frame;
        this.key = key;
        this.opened = opened;
        this.stores = opened.stores();
        this.roster = roster;
        this.empty = empty;
        this.cartable = built(
                frame.words(),
                BackupOptions.in(frame, parts(frame, stores, roster).key(key), this::dump));
        frame.report().nameBy(new Names(roster, stores.users()));
        open.push(opened);
        open.push(cartable);
    }

    /** What dumps the database; empty if there is none yet. */
    private Optional<DatabaseDump> dump() {
        return empty ? Optional.empty() : Optional.of(database(frame).dump(opened, BackupOptions.programs(frame)));
    }

    /** With the database and the key as they are after the first run that writes: what is missing is made. */
    public static Host writing(Frame frame) {
        BackupHost.recover(frame);
        Database database = database(frame);
        return withKey(frame, database, database.open());
    }

    private static Host withKey(Frame frame, Database database, Opened opened) {
        try {
            HostKey key = keys(frame, database).existingOrNew(opened.stores());
            Host host = new Host(frame, opened, key, opened.stores().roster(), false);
            host.cartable.accounts().hostKey().check();
            return host;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** With the database as it is, which cannot be written to; an empty one instead of one that is not there. */
    public static Host reading(Frame frame) {
        Host host = planning(frame);
        if (host.isEmpty()) {
            frame.report().warn("no-database", Map.of("db", database(frame).name()));
        }
        return host;
    }

    /** As {@link #reading}, where it is no wonder that there is nothing yet. */
    public static Host planning(Frame frame) {
        Database database = database(frame);
        Keys keys = keys(frame, database);
        HostKey key = keys.existing().orElseGet(Keys::throwaway);
        Optional<Opened> found = database.openReadOnly();
        try {
            if (found.isPresent() && !found.get().isWithoutTables()) {
                if (keys.existing().isEmpty()) {
                    frame.onHostKeyMismatch(keys.missing());
                }
                return new Host(frame, found.get(), key, found.get().stores().roster(), false);
            }
            return nothing(frame, database, found, key);
        } catch (RuntimeException e) {
            found.ifPresent(Opened::close);
            throw e;
        }
    }

    /** An empty database in place of one that has nothing of ours. */
    private static Host nothing(Frame frame, Database database, Optional<Opened> found, HostKey key) {
        Opened scratch = Opened.scratch();
        try {
            // A host may have defined its views before the first run.
            Roster roster = found.filter(opened -> database.hasRosterInViews())
                    .map(opened -> opened.stores().roster())
                    .orElse(scratch.stores().roster());
            Host host = new Host(frame, scratch, key, roster, true);
            found.ifPresent(host.open::push);
            return host;
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** With the database and the key as they are, for changes to what is there; {@link #reading} if nothing is. */
    public static Host changing(Frame frame) {
        BackupHost.recover(frame);
        Database database = database(frame);
        Optional<Opened> found = database.openExisting();
        if (found.isEmpty()) {
            return reading(frame);
        }
        return withKey(frame, database, found.get());
    }

    /** As {@link #changing}, to send messages. Refused where placeholders would reach people. */
    public static Host sending(Frame frame) {
        return changing(frame).withCourier();
    }

    /** As {@link #changing}, to run what is due. Where placeholders would reach people, messages wait and the rest is done. */
    public static Host ticking(Frame frame) {
        Host host = changing(frame);
        try {
            Placeholders placeholders = host.placeholders();
            if (placeholders.refused()) {
                frame.report().warn("tick.placeholders", Map.of("settings", settings(placeholders.found())));
                return host;
            }
            return host.withCourier();
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** Whether messages leave. */
    public boolean hasCourier() {
        return courier;
    }

    /** As {@link #reading}, to send test mails. Refused where placeholders would reach people. */
    public static Host testing(Frame frame) {
        return reading(frame).withCourier();
    }

    private Host withCourier() {
        try {
            Placeholders placeholders = placeholders();
            if (placeholders.refused()) {
                throw CommandException.failed(
                        "PLACEHOLDERS",
                        frame.words().text("error.PLACEHOLDERS", "settings", settings(placeholders.found())));
            }
            if (!placeholders.found().isEmpty()) {
                frame.report().warn("placeholders", Map.of("settings", settings(placeholders.found())));
            }
            cartable = built(frame.words(), withCouriers());
            courier = true;
            open.push(cartable);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * The same, to make report cards.
     *
     * @throws dev.cartable.CartableException if a layout or a picture cannot be used; the host is closed
     */
    public Host withReportCards() {
        try {
            Cartable making =
                    built(
                            frame.words(),
                            parts().key(key).reportCardRenderer(DocumentOptions.reportCards(frame, school(frame))));
            open.push(making);
            cartable = making;
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Which settings still have values that only make a first try work, with the mail server that is named. */
    public Placeholders placeholders() {
        return withCouriers().placeholders();
    }

    private CartableBuilder withCouriers() {
        CartableBuilder parts = parts().courier(mailing(frame).courier());
        return texting(frame).courier().map(parts::courier).orElse(parts);
    }

    /** The options that real sending needs and that are not set. */
    public static String lacking(Frame frame) {
        Options options = frame.options();
        Map<String, @Nullable String> needed = new LinkedHashMap<>();
        needed.put("--smtp", options.smtp);
        needed.put("--school", options.school);
        needed.put("--activation-url", options.activationUrl);
        needed.put("--from", options.from);
        return needed.entrySet().stream()
                .filter(one -> one.getValue() == null || one.getValue().isBlank())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** What settings are where nothing sets them, by their names; those that have no value then are not there. */
    public static Map<String, String> defaults(Frame frame) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("school", School.FIRST_TRY_NAME);
        defaults.put("zone", ZoneId.systemDefault().getId());
        defaults.put("school-lang", Locale.FRENCH.getLanguage());
        defaults.put("lang", frame.words().language().getLanguage());
        defaults.put("from", Mailing.FILES_SENDER);
        defaults.put("activation-url", "http://localhost:8080/activate");
        defaults.put("table-prefix", "cartable_");
        defaults.put("roster-source", "tables");
        defaults.put("outbox", mailing(frame).folder().toString());
        defaults.put("dunning", ReminderSettings.defaults().dunning().toString());
        defaults.put("absence-brake", "30 8");
        defaults.put("absence-thresholds", "4 3 10");
        defaults.put("tick-silence", "15");
        defaults.put("grade-scale", "20");
        defaults.put("document-vault", DocumentOptions.VAULT);
        defaults.put("school-days", "monday tuesday wednesday thursday friday");
        defaults.put("line-speed", "1000000");
        defaults.put("naming-rule", "{given}.{family}");
        defaults.put("first-credential", "link");
        try {
            Database database = database(frame);
            defaults.put("db", database.name());
            defaults.put("host-key", keys(frame, database).file().toString());
        } catch (CommandException e) {
            // Another database is named, which cannot be: it is shown as it is.
        }
        return defaults;
    }

    /** The options that set what has only a placeholder. */
    public static String settings(Set<Placeholder> placeholders) {
        return placeholders.stream()
                .sorted()
                .map(placeholder -> switch (placeholder) {
                    case SCHOOL_NAME -> "--school";
                    case ACTIVATION_PAGE -> "--activation-url";
                    case SENDER -> "--from";
                })
                .collect(Collectors.joining(", "));
    }

    /** A school without parent accounts sends no links, so that it needs no page for them. */
    private CartableBuilder parts() {
        CartableBuilder parts = BackupOptions.in(frame, parts(frame, stores, roster), this::dump);
        return stores.accounts().counts().isEmpty() && !BackupOptions.isSet(frame) ? parts : parts.key(key);
    }

    /** Whether the database is a file that is not there yet. */
    public static boolean isMissing(Frame frame) {
        return database(frame).isMissing();
    }

    static Database database(Frame frame) {
        return new Database(frame.around(), frame.options(), frame.words());
    }

    static Keys keys(Frame frame, Database database) {
        return new Keys(frame.around(), frame.options(), database, frame.words());
    }

    public Cartable cartable() {
        return cartable;
    }

    public Stores stores() {
        return stores;
    }

    /** Where guardians and pupils are read. */
    public Roster roster() {
        return roster;
    }

    /** Takes what was deleted out of the files of an embedded database, too. Nothing may be read or written after it. */
    public void compact() {
        open.stream().filter(Opened.class::isInstance).map(Opened.class::cast).forEach(Opened::compact);
    }

    /** Whether there was nothing to read. */
    public boolean isEmpty() {
        return empty;
    }

    /** How mails leave. */
    public static Mailing mailing(Frame frame) {
        return new Mailing(frame.around(), frame.options(), frame.words());
    }

    /** How short messages leave. */
    public static Texting texting(Frame frame) {
        return new Texting(frame.around(), frame.options(), frame.words());
    }

    /** Cartable over some stores, with the settings of the command line. It sends nothing. */
    static Cartable build(Frame frame, Stores stores, Roster roster, HostKey key) {
        return built(frame.words(), parts(frame, stores, roster).key(key));
    }

    private static int segments(int given) {
        if (given < 1) {
            throw new IllegalArgumentException(String.valueOf(given));
        }
        return given;
    }

    private static Set<Channel> channels(Options options) {
        return options.sms == null || options.sms.isBlank()
                ? Set.of(Channel.EMAIL)
                : Set.of(Channel.EMAIL, Channel.SMS);
    }

    /** How long nothing may tick before an alarm is raised: a number of minutes. */
    static Duration silence(String text) {
        Duration silence = Duration.ofMinutes(Long.parseLong(text));
        if (silence.compareTo(Duration.ofMinutes(1)) < 0 || silence.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(text + " minutes are not 1 to a year");
        }
        return silence;
    }

    private static CartableBuilder parts(Frame frame, Stores stores, Roster roster) {
        Options options = frame.options();
        Locale language = language(options);
        CartableBuilder builder = Cartable.builder()
                .stores(stores)
                .roster(roster)
                .checkKeyAtUse()
                .zone(zone(frame))
                .language(language)
                .mailDesign(mailing(frame).design())
                .time(frame.around().time())
                .anyThread(true)
                .phoneNumbers(texting(frame).numbers())
                .reminderChannels(channels(options)) // nobody reads an inbox here
                .reminders(defaults -> ReminderOptions.settings(frame.words(), options, defaults))
                .documentVault(new DirectoryDocuments(DocumentOptions.vault(frame)))
                .gradingRules(GradeOptions.rules(frame.words(), options))
                .accounts(settings -> settings(frame.words(), settings, options));
        if (options.school != null) {
            builder = builder.school(school(frame).name());
        }
        String silence = options.tickSilence;
        if (silence != null) {
            Duration longest =
                    CommandException.option(frame.words(), "--tick-silence", silence, () -> silence(silence));
            builder = builder.tasks(
                    tasks -> new TaskSettings(tasks.zone(), tasks.changes(), longest, tasks.remembered()));
        }
        String page = options.activationUrl;
        if (page != null) {
            builder = builder.activationPage(CommandException.option(
                    frame.words(),
                    "--activation-url",
                    page,
                    () -> AccountSettings.of(school(frame), URI.create(page)).activationPage()));
        }
        Integer speed = options.lineSpeed;
        if (speed != null) {
            builder = builder.quotas(CommandException.option(
                    frame.words(),
                    "--line-speed",
                    speed,
                    () -> QuotaSettings.defaults().with(Bandwidth.of(speed))));
        }
        Integer budget = options.smsBudget;
        if (budget != null) {
            builder = builder.smsBudget(
                    CommandException.option(frame.words(), "--sms-budget", budget, () -> segments(budget)));
        }
        String fallbacks = options.fallbacks;
        if (fallbacks != null) {
            builder = builder.fallbacks(
                    CommandException.option(frame.words(), "--fallbacks", fallbacks, () -> Fallbacks.parse(fallbacks)));
        }
        String limits = options.domainLimits;
        if (limits != null) {
            builder = builder.dispatch(CommandException.option(
                    frame.words(),
                    "--domain-limits",
                    limits,
                    () -> DispatchSettings.defaults().withDomainLimits(DomainLimits.parse(limits))));
        }
        builder.speak(speak(frame)).instance(local(frame));
        String alarmsTo = options.alarmsTo;
        if (alarmsTo != null && !alarmsTo.isBlank()) {
            builder.alarmsTo(CommandException.address(frame.words(), alarmsTo).value());
        }
        String quiet = options.quietHours;
        if (quiet != null) {
            CommandException.option(frame.words(), "--quiet-hours", quiet, () -> QuietHours.parse(quiet, zone(frame)));
            builder = builder.quietHours(quiet);
        }
        String url = options.publicUrl;
        if (url != null) {
            CartableBuilder before = builder;
            builder = CommandException.option(
                    frame.words(), "--public-url", url, () -> before.publicUrl(URI.create(url)));
        }
        builder.preferenceSettings(preferences(frame));
        return builder;
    }

    /** What people cannot decline, and what says little. */
    private static PreferenceSettings preferences(Frame frame) {
        List<String> mandatory = frame.options().mandatory;
        PreferenceSettings settings = mandatory == null
                ? PreferenceSettings.defaults()
                : CommandException.option(
                        frame.words(), "--mandatory", String.join(",", mandatory), () -> mandatory(mandatory));
        String digest = frame.options().digestDefault;
        if (digest != null) {
            settings =
                    settings.withDigest(CommandException.onOff(frame.words(), "--digest-default", digest, "on, off"));
        }
        PreferenceSettings before = settings;
        List<String> discreet = frame.options().discreet;
        return discreet == null
                ? before
                : CommandException.option(
                        frame.words(), "--discreet", String.join(",", discreet), () -> before.withDiscreet(discreet));
    }

    /** The settings with these categories, of which an empty one is none. */
    static PreferenceSettings mandatory(List<String> categories) {
        return PreferenceSettings.defaults()
                .withMandatory(categories.stream()
                        .filter(one -> !one.isBlank())
                        .map(Category::of)
                        .toList());
    }

    /** Whom messages are sent to. */
    public static SendingMode speak(Frame frame) {
        String said = frame.options().speak;
        return said == null
                ? SendingMode.everyone()
                : CommandException.option(frame.words(), "--speak", said, () -> SendingMode.parse(said));
    }

    /** Refuses a test delivery that the setting {@code speak} does not allow. */
    public static void requireSpeak(Frame frame, String address) {
        SendingMode mode = speak(frame);
        if (mode instanceof SendingMode.Nobody) {
            throw CommandException.ended(Exit.HELD, "SPEAK_OFF", frame.words().text("silence.SPEAK_OFF"));
        }
        if (mode instanceof SendingMode.Only only && !only.address().value().equalsIgnoreCase(address.strip())) {
            throw CommandException.usage(frame.words().text("error.speak-only", "address", only));
        }
    }

    /** Where this installation keeps its id: in the settings, or in a file beside the host key's. */
    private static LocalInstance local(Frame frame) {
        String id = frame.options().instanceId;
        if (id != null) {
            return CommandException.option(frame.words(), "--instance-id", id, () -> LocalInstance.named(id));
        }
        Keys keys = keys(frame, database(frame));
        return keys.isInEnvironment() ? LocalInstance.none() : LocalInstance.beside(keys.file());
    }

    /** The school that the options name. */
    public static School school(Frame frame) {
        String given = frame.options().school;
        String name = given == null ? School.FIRST_TRY_NAME : given;
        return CommandException.option(
                frame.words(), "--school", name, () -> new School(name, zone(frame), language(frame.options())));
    }

    private static Cartable built(Words words, CartableBuilder builder) {
        Cartable cartable = CommandException.checked(words, builder::build);
        CommandException.checked(words, () -> cartable.accounts().settings());
        return cartable;
    }

    /** The language of messages is the school's and not that of whoever types, or it would change with every terminal. */
    static Locale language(Options options) {
        return "en".equals(options.schoolLang) ? Locale.ENGLISH : Locale.FRENCH;
    }

    /** Where the school's days begin and end. */
    public static ZoneId zone(Frame frame) {
        String text = frame.options().zone;
        return text == null || text.equals("system") ? ZoneId.systemDefault() : zone(frame.words(), text);
    }

    /** The zone of this name, or a message with those that may be meant, such as Europe/Paris for Paris. */
    public static ZoneId zone(Words words, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            Set<String> known = ZoneId.getAvailableZoneIds();
            List<String> close = known.stream()
                    .filter(id -> id.toLowerCase(Locale.ROOT).endsWith("/" + name.toLowerCase(Locale.ROOT)))
                    .filter(id -> id.split("/").length == 2)
                    .toList();
            List<String> meant = close.isEmpty() ? Spelling.closest(name, known) : close;
            String said = words.text("error.zone", "value", name);
            throw CommandException.usage(
                    meant.isEmpty() ? said : said + " " + words.text("error.suggestion", "suggestion", meant));
        }
    }

    /** Whether the zone is set, and not just this machine's. */
    public static boolean isZoneChosen(Frame frame) {
        return frame.options().zone != null;
    }

    private static AccountSettings settings(Words words, AccountSettings usual, Options options) {
        String rule = options.namingRule;
        String codePage = options.codeUrl;
        AccountSettings settings = new AccountSettings(
                usual.school(),
                usual.activationPage(),
                usual.activationValidity(),
                usual.inactiveAfter(),
                rule == null
                        ? usual.namingRule()
                        : CommandException.option(words, "--naming-rule", rule, () -> NamingRule.of(rule)),
                "password".equals(options.firstCredential)
                        ? FirstCredential.TEMPORARY_PASSWORD
                        : FirstCredential.ACTIVATION_LINK);
        return codePage == null
                ? settings
                : CommandException.option(
                        words, "--code-url", codePage, () -> settings.withCodePage(URI.create(codePage)));
    }

    /** Reads guardians and pupils from another store from now on; everything else stays. */
    void readRosterFrom(Opened other, HostKey key) {
        open.push(other);
        roster = other.stores().roster();
        frame.report().nameBy(new Names(roster, stores.users()));
        cartable = build(frame, stores, roster, key);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
