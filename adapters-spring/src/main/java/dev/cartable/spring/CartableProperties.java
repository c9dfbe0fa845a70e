package dev.cartable.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.NamingRule;
import dev.cartable.document.model.GradingRules;
import dev.cartable.document.model.GradingScale;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.RosterOwnership;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.mail.BounceFolder;
import dev.cartable.mail.ImapBounces;
import dev.cartable.mail.ImapSettings;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.BounceSettings;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.reminder.model.AbsenceSettings;
import dev.cartable.reminder.model.DunningLevels;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.School;
import dev.cartable.school.phone.NationalPhoneNumbers;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.model.Schedule.InvalidScheduleException;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.LocalInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * What a host says in its configuration under {@code cartable}. Immutable; refuses what cannot work, and names the property.
 *
 * @param zone Time zone in which the school's days begin and end, such as Africa/Conakry. Without it, Cartable contributes nothing.
 * @param language Language of messages to people whose own is not known, as a BCP 47 tag.
 * @param schoolName How the school signs its messages.
 * @param activationPage Page of the portal where parents activate their accounts; the token is added after '#'. Without it,
 *     links lead to a page on localhost, for a first try.
 * @param publicUrl Public https address of the application, such as https://portal.example.org: what the links begin with by which
 *     people decline messages and answer them. Without it, mails have no such link.
 * @param answerDays For how many days people can answer a message by its link: 1 to 365.
 * @param hostKey Secret that links and temporary passwords are made from: 32 bytes or more in Base64. Without a key there are
 *     no parent accounts.
 * @param hostKeyFile File that holds the host key in Base64; old keys may follow it there, each after {@code old:}.
 * @param oldHostKeys Host keys that the host key replaced, newest first, each in Base64: what was made with them stays valid.
 * @param speak Whom messages are sent to: true is everyone, false is nobody, and an e-mail address receives all e-mail alone. For
 *     copies of a system and rehearsals.
 * @param instanceId Fixed id of this installation, by which it recognises a database that was copied from another one. Without it,
 *     the id is in a file beside host-key-file; without that file, each start takes on the database's id.
 * @param datasource Bean name of the DataSource that Cartable's tables are in. Needed only where there are several and none of
 *     them is primary, or another than the primary one is meant.
 * @param roster Where guardians and pupils are: in views that the host defines over its own tables, or in tables of Cartable's
 *     own that imports fill. Without it, and without a Roster bean, there are no parent accounts.
 * @param tablePrefix What the names of all tables begin with: 1 to 30 of a-z, 0-9 and '_'.
 * @param schema Database schema that the tables are in, which has to exist. Without it, the one in which they were created; at
 *     first the connection's current one.
 * @param schemaMode What to do about the tables at the start.
 * @param anyThread Whether the DataSource may be used on any thread, so that Cartable may use threads of its own: a second
 *     connection to the mail server, reading ahead. Then consumeUsage answers several callers at once, and meterUsage is a bean.
 *     Not for a DataSource that depends on the thread, such as one that is chosen by tenant.
 * @param accounts Parent accounts.
 * @param mail How mails look and how fast they go. The server is Spring's: spring.mail.host and its neighbours.
 * @param country Country of national telephone numbers (ISO 3166-1), such as GN. Without it, numbers need a country code.
 * @param sms Gateway for short messages. With preset=orange, twilio, africas-talking or whatsapp, only its credentials and from are
 *     needed. Without it, no short messages are sent.
 * @param smsBudget How many segments of short messages may go on one day; the others wait for the next. Without it, there is no limit.
 * @param fallbacks By which channels a person is notified whom the channels of a kind do not reach, one after the other, such as
 *     sms,letter;quota.alert=none.
 * @param dispatch How patiently messages are sent.
 * @param preferences What people cannot decline, and what says little where others may read it.
 * @param bounces Where reports about mail that came back are read.
 * @param quotas How use of the network is counted.
 * @param reminders What people are reminded of, and by which channels.
 * @param grades How grades count.
 * @param tasks What runs by itself, and when.
 * @param retention How long data about people is kept, for kinds such as message-details and sessions: 90d.
 */
@ConfigurationProperties("cartable")
public record CartableProperties(
        @Nullable ZoneId zone,
        @DefaultValue("fr") Locale language,
        @DefaultValue("Cartable") String schoolName,
        @Nullable URI activationPage,
        @Nullable URI publicUrl,
        @DefaultValue("30") int answerDays,
        @Nullable String hostKey,
        @Nullable Path hostKeyFile,
        @DefaultValue List<String> oldHostKeys,
        @DefaultValue("true") String speak,
        @Nullable String instanceId,
        @Nullable String datasource,
        @Nullable RosterOwnership roster,
        @DefaultValue("cartable_") String tablePrefix,
        @Nullable String schema,
        @DefaultValue("embedded") SchemaMode schemaMode,
        @DefaultValue("false") boolean anyThread,
        @DefaultValue Accounts accounts,
        @DefaultValue Mail mail,
        @Nullable String country,
        @DefaultValue Map<String, String> sms,
        @Nullable Integer smsBudget,
        @DefaultValue("sms") String fallbacks,
        @DefaultValue Dispatch dispatch,
        @DefaultValue PreferenceOptions preferences,
        @DefaultValue Bounces bounces,
        @DefaultValue Quotas quotas,
        @DefaultValue Reminders reminders,
        @DefaultValue Grades grades,
        @DefaultValue Tasks tasks,
        @DefaultValue Map<DataKind, Duration> retention) {

    private static final Pattern MISREAD = Pattern.compile("[\\u00c2-\\u00c5][\\u0080-\\u00bf]");

    /** How the stores are opened, in the live database and in a restored one. */
    JdbcStores.Builder in(JdbcStores.Builder builder) {
        builder.prefix(tablePrefix);
        if (roster != null) {
            builder.roster(roster);
        }
        if (schema != null) {
            builder.schema(schema);
        }
        return builder;
    }

    /** Where links lead if the host names no page. */
    static final URI FIRST_TRY = URI.create("http://localhost:8080/activate");

    public CartableProperties {
        requireNonNull(language, "language");
        requireNonNull(schoolName, "schoolName");
        requireNonNull(tablePrefix, "tablePrefix");
        requireNonNull(schemaMode, "schemaMode");
        requireNonNull(accounts, "accounts");
        requireNonNull(mail, "mail");
        requireNonNull(dispatch, "dispatch");
        requireNonNull(preferences, "preferences");
        URI address = publicUrl;
        if (address != null) {
            checked("cartable.public-url", () -> Cartable.builder().publicUrl(address));
        }
        int days = answerDays;
        checked("cartable.answer-days", () -> Cartable.builder().answerDays(days));
        requireNonNull(bounces, "bounces");
        requireNonNull(quotas, "quotas");
        requireNonNull(reminders, "reminders");
        requireNonNull(grades, "grades");
        requireNonNull(tasks, "tasks");
        retention = Map.copyOf(retention);
        oldHostKeys = List.copyOf(oldHostKeys);
        sms = Map.copyOf(sms);
        String ofNumbers = country == null ? "" : country;
        if (smsBudget != null && smsBudget < 1) {
            throw new IllegalArgumentException(
                    "cartable.sms-budget: " + smsBudget + " segments a day let no message go");
        }
        String further = requireNonNull(fallbacks, "fallbacks");
        checked("cartable.fallbacks", () -> Fallbacks.parse(further));
        checked("cartable.country", () -> NationalPhoneNumbers.of(ofNumbers));
        hostKey = hostKey == null || hostKey.isBlank() ? null : hostKey;
        requireNonNull(speak, "speak");
        instanceId = instanceId == null || instanceId.isBlank() ? null : instanceId;
        String id = instanceId;
        String whom = speak;
        checked("cartable.speak", () -> SendingMode.parse(whom));
        if (id != null) {
            checked("cartable.instance-id", () -> LocalInstance.named(id));
        }
        datasource = datasource == null || datasource.isBlank() ? null : datasource;
        schema = schema == null || schema.isBlank() ? null : schema;
        readable("cartable.school-name", schoolName);
        readable("cartable.mail.sender-name", mail.senderName());
        School anywhere = checked("cartable.school-name", () -> new School(schoolName, ZoneOffset.UTC, language));
        URI page = activationPage;
        if (page != null) {
            checked("cartable.activation-page", () -> AccountSettings.of(anywhere, page));
        }
    }

    /** How telephone numbers are read. */
    NationalPhoneNumbers phoneNumbers() {
        return NationalPhoneNumbers.of(country == null ? "" : country);
    }

    RetentionPeriods retentionPeriods() {
        RetentionPeriods periods = RetentionPeriods.defaults();
        for (Map.Entry<DataKind, Duration> one : retention.entrySet()) {
            RetentionPeriods before = periods;
            periods = checked(
                    "cartable.retention." + one.getKey().option(), () -> before.with(one.getKey(), one.getValue()));
        }
        return periods;
    }

    SendingMode sendingMode() {
        return SendingMode.parse(speak);
    }

    /** Where this installation keeps its id. */
    LocalInstance localInstance() {
        if (instanceId != null) {
            return LocalInstance.named(instanceId);
        }
        return hostKeyFile == null ? LocalInstance.none() : LocalInstance.beside(hostKeyFile.toAbsolutePath());
    }

    /** The page for links, or one on this machine where none is given. */
    URI activationPageOrFirstTry() {
        return activationPage == null ? FIRST_TRY : activationPage;
    }

    /** Without the host key. */
    @Override
    public String toString() {
        return "CartableProperties[" + schoolName + " " + zone + " " + tablePrefix + "]";
    }

    /** Refuses UTF-8 that was read as ISO-8859-1, as Spring Boot reads files of properties: parents would see it in each mail. */
    private static void readable(String property, @Nullable String value) {
        if (value != null && MISREAD.matcher(value).find()) {
            throw new IllegalArgumentException(
                    property + ": '" + value + "' was written in UTF-8 and read as ISO-8859-1."
                            + " Write it into application.yaml, or write letters with accents as \\u00c9 in a file of properties");
        }
    }

    private static <T> T checked(String property, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            // No cause: Spring Boot prints the innermost exception alone.
            throw new IllegalArgumentException(property + ": " + e.getMessage());
        }
    }

    /**
     * Parent accounts.
     *
     * @param namingRule How usernames are made: {given}, {family}, their first letters {g} and {f}, {id}, and fixed letters,
     *     digits and separators.
     * @param usernameMaxLength Greatest length of a username, 8 to 64.
     * @param activationValidity How long an activation link can be used.
     * @param inactiveAfter How long after the last sign-in an account counts as inactive.
     * @param firstCredential What a new account starts with.
     * @param codePage Page of the portal for the links in short messages, where parents enter their code; a short address saves
     *     a segment. Without it, they lead to cartable.activation-page.
     */
    public record Accounts(
            @DefaultValue("{given}.{family}") String namingRule,

            @DefaultValue("" + NamingRule.DEFAULT_MAX_LENGTH)
            int usernameMaxLength,

            @DefaultValue("30d") Duration activationValidity,
            @DefaultValue("180d") Duration inactiveAfter,
            @DefaultValue("activation-link") FirstCredential firstCredential,
            @Nullable URI codePage) {

        public Accounts {
            requireNonNull(firstCredential, "firstCredential");
            checked("cartable.accounts.naming-rule", () -> new NamingRule(namingRule, usernameMaxLength));
            positive("cartable.accounts.activation-validity", activationValidity);
            positive("cartable.accounts.inactive-after", inactiveAfter);
            if (codePage != null) {
                School anywhere = new School("-", ZoneOffset.UTC, Locale.ROOT);
                checked("cartable.accounts.code-page", () -> AccountSettings.of(anywhere, codePage));
            }
        }

        AccountSettings settings(School school, URI activationPage) {
            AccountSettings settings = new AccountSettings(
                    school,
                    activationPage,
                    activationValidity,
                    inactiveAfter,
                    new NamingRule(namingRule, usernameMaxLength),
                    firstCredential);
            return codePage == null ? settings : settings.withCodePage(codePage);
        }

        private static void positive(String property, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(property + ": " + value + " is not longer than nothing");
            }
        }
    }

    /**
     * Where reports about mail that came back are read, and when an address gets no more e-mail.
     *
     * @param folder Folder of such messages as files .eml, or a Maildir.
     * @param imap Mailbox instead, such as imaps://user@imap.example.org/INBOX.
     * @param password Password of the mailbox.
     * @param softBounces After so many messages that came back for a while only, within the days of cartable.bounces.within, an
     *     address gets no more e-mail; 1 to 100.
     * @param within In so many days, 1 to 365.
     */
    public record Bounces(
            @Nullable Path folder,
            @Nullable String imap,
            @Nullable String password,
            @DefaultValue("3") int softBounces,
            @DefaultValue("30") int within) {
        public Bounces {
            if (folder != null && imap != null) {
                throw new IllegalArgumentException(
                        "cartable.bounces.folder and cartable.bounces.imap: give one of them, as there is one mailbox");
            }
            if (imap != null && (password == null || password.isEmpty())) {
                throw new IllegalArgumentException(
                        "cartable.bounces.password: the mailbox of cartable.bounces.imap needs one");
            }
        }

        BounceSettings settings() {
            return new BounceSettings(softBounces, within);
        }

        /** The mailbox; null if there is none. */
        @Nullable
        BounceMailbox mailbox() {
            if (folder != null) {
                return new BounceFolder(folder);
            }
            return imap == null || password == null ? null : new ImapBounces(ImapSettings.of(imap, password));
        }

        /** The password stays out of every log. */
        @Override
        public String toString() {
            return "Bounces[folder=" + folder + ", softBounces=" + softBounces + ", within=" + within + "]";
        }
    }

    /**
     * How mails look and how fast they go.
     *
     * @param from Address that mails come from. Without it, mail.smtp.from of spring.mail.properties, else spring.mail.username if
     *     that is an address, else no-reply@ the server's domain.
     * @param senderName Name that readers see as the sender. Without it, the school's.
     * @param replyTo Address that answers go to. Without it, the sender's.
     * @param messagesPerMinute At most so many mails a minute on all connections together, evenly spaced; 0 for no limit.
     * @param connections How many connections to the server at the same time at most, 1 to 20.
     * @param messagesPerConnection After how many mails a connection is replaced.
     * @param allowPlain Whether mails may cross the network unencrypted to a server that is not this machine.
     * @param messageIdDomain Domain that Message-IDs end in. Without it, the sender's.
     * @param layout HTML document around the words of every mail. Without it, the built-in one.
     * @param colour Colour of the band with the school's name and of the button, such as #1f4e79.
     * @param logo The school's logo: a PNG, JPEG or GIF of at most 64 KiB, which each mail carries. Without it, none.
     * @param contact Whom to ask, at the end of each mail, such as: the office, +224 622 00 00 00. Without it, the school.
     */
    public record Mail(
            @Nullable String from,
            @Nullable String senderName,
            @Nullable String replyTo,
            @DefaultValue("0") int messagesPerMinute,
            @DefaultValue("2") int connections,
            @DefaultValue("100") int messagesPerConnection,
            @DefaultValue("false") boolean allowPlain,
            @Nullable String messageIdDomain,
            @Nullable Resource layout,
            @Nullable String colour,
            @Nullable Resource logo,
            @Nullable String contact) {

        public Mail {
            readable("cartable.mail.contact", contact);
            design(layout, colour, logo, contact);
        }

        MailDesign design() {
            return design(layout, colour, logo, contact);
        }

        private static MailDesign design(
                @Nullable Resource layout, @Nullable String colour, @Nullable Resource logo, @Nullable String contact) {
            MailDesign design = MailDesign.defaults();
            design =
                    with(design, "layout", layout, (before, file) -> before.withLayout(new String(bytes(file), UTF_8)));
            design = with(design, "colour", colour, MailDesign::withColour);
            design = with(design, "contact", contact, MailDesign::withContact);
            return with(design, "logo", logo, (before, file) -> before.withLogo(Logo.of(bytes(file))));
        }

        private static <T> MailDesign with(
                MailDesign design, String property, @Nullable T value, BiFunction<MailDesign, T, MailDesign> change) {
            return value == null
                    ? design
                    : checked("cartable.mail." + property, () -> {
                        try {
                            return change.apply(design, value);
                        } catch (TemplateException | UncheckedIOException e) {
                            throw new IllegalArgumentException(e.getMessage(), e);
                        }
                    });
        }

        private static byte[] bytes(Resource file) {
            try {
                return file.getContentAsByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(file.getDescription() + " cannot be read", e);
            }
        }
    }

    /**
     * What people cannot decline, and what says little where others may read it.
     *
     * @param mandatory Categories that people cannot decline, beside credentials and operations: of absences, payments, study, network,
     *     school and the application's own. Empty for no others.
     * @param discreet Categories and kinds whose subjects and short messages name neither reason nor amount, such as
     *     payments,reminder.absence.
     * @param digest Whether several messages of a kind that are due to one person together come in one, unless the person has chosen.
     */
    public record PreferenceOptions(
            @DefaultValue({"absences", "payments"}) List<String> mandatory,
            @DefaultValue List<String> discreet,
            @DefaultValue("true") boolean digest) {
        public PreferenceOptions {
            mandatory = List.copyOf(mandatory);
            discreet = List.copyOf(discreet);
            List<String> categories = mandatory;
            List<String> kinds = discreet;
            checked("cartable.preferences.mandatory", () -> mandatory(categories));
            checked(
                    "cartable.preferences.discreet",
                    () -> PreferenceSettings.defaults().withDiscreet(kinds));
        }

        private static PreferenceSettings mandatory(List<String> categories) {
            return PreferenceSettings.defaults()
                    .withMandatory(categories.stream().map(Category::of).toList());
        }

        PreferenceSettings settings() {
            return mandatory(mandatory).withDiscreet(discreet).withDigest(digest);
        }
    }

    /**
     * How patiently messages are sent.
     *
     * @param retryBase Wait after the first failure; it doubles with each further one.
     * @param retries How often a message is tried again at doubling waits, 0 to 20.
     * @param longTail Further waits after those, such as 2h,6h,24h, for servers that are away for a day.
     * @param claimSize How many messages of a channel are claimed and checked at once, 1 to 1000.
     * @param lease How long a process may take for those; another one takes over after it.
     * @param pause How long a channel that cannot be served is left alone.
     * @param quietHours When nobody is disturbed with what can wait, in the school's zone, such as 21:00-07:00.
     * @param domainLimits How fast each node sends to the domains of e-mail addresses, such as *=120/min,gmail.com=2/s:4 for four
     *     connections at most.
     * @param receiptPatience How long a gateway's receipt is waited for.
     */
    public record Dispatch(
            @DefaultValue("60s") Duration retryBase,
            @DefaultValue("3") int retries,
            @DefaultValue List<Duration> longTail,
            @DefaultValue("50") int claimSize,
            @DefaultValue("10m") Duration lease,
            @DefaultValue("15m") Duration pause,
            @Nullable String quietHours,
            @Nullable String domainLimits,
            @DefaultValue("72h") Duration receiptPatience) {

        public Dispatch {
            longTail = List.copyOf(longTail);
            List<Duration> waits = longTail;
            checked(
                    "cartable.dispatch",
                    () -> new DispatchSettings(retryBase, retries, waits, claimSize, lease, pause)
                            .withReceiptPatience(receiptPatience));
            if (domainLimits != null) {
                checked("cartable.dispatch.domain-limits", () -> DomainLimits.parse(domainLimits));
            }
            if (quietHours != null) {
                checked("cartable.dispatch.quiet-hours", () -> QuietHours.parse(quietHours, ZoneOffset.UTC));
            }
        }

        DispatchSettings settings() {
            return new DispatchSettings(retryBase, retries, longTail, claimSize, lease, pause)
                    .withReceiptPatience(receiptPatience)
                    .withDomainLimits(domainLimits == null ? DomainLimits.NONE : DomainLimits.parse(domainLimits));
        }
    }

    /**
     * How use of the network is counted. Levels between a user's own profile and the promotion's, or anywhere else, come from
     * a {@link QuotaSettings} bean of the host, or from {@link Level} beans, which follow the user's own.
     *
     * @param firstDayOfWeek First day of a week.
     * @param onProfileChange What becomes of counters when another profile comes to serve a user.
     * @param lateness How old an event may be when it is told.
     * @param remembered How long event ids are remembered; longer than they may be late.
     * @param sessionStaleAfter After how long without a word a session counts as ended.
     * @param lineSpeed How fast a user's line is, in kbit/s, where the profile sets no bandwidth: a counter that would have grown
     *     faster than twice that was reset by its access server.
     */
    public record Quotas(
            @DefaultValue("monday") DayOfWeek firstDayOfWeek,
            @DefaultValue("reset") CounterPolicy onProfileChange,
            @DefaultValue("7d") Duration lateness,
            @DefaultValue("62d") Duration remembered,
            @DefaultValue("30m") Duration sessionStaleAfter,
            @DefaultValue("1000000") int lineSpeed) {

        public Quotas {
            checked(
                    "cartable.quotas",
                    () -> new QuotaSettings(
                            QuotaSettings.defaults().levels(),
                            firstDayOfWeek,
                            onProfileChange,
                            lateness,
                            remembered,
                            sessionStaleAfter,
                            Bandwidth.of(lineSpeed)));
        }

        QuotaSettings settings(List<Level> added) {
            List<Level> levels = new ArrayList<>(QuotaSettings.defaults().levels());
            levels.addAll(1, added);
            return new QuotaSettings(
                    levels,
                    firstDayOfWeek,
                    onProfileChange,
                    lateness,
                    remembered,
                    sessionStaleAfter,
                    Bandwidth.of(lineSpeed));
        }
    }

    /**
     * What people are reminded of. When each rule looks is the schedule of its task, such as
     * cartable.tasks.each.reminder-session.schedule.
     *
     * @param site Address of the application that links in reminders lead to, such as https://school.example.org. Without it,
     *     reminders have no links.
     * @param channels Channels that people are reminded by, such as email,in_app. Without it, those that have a courier: e-mail where
     *     there is a mail server. Name in_app if the application shows people their inbox.
     * @param dunning When families are reminded of an overdue payment: days after the due date, such as 1 7 30, or every 1 day.
     * @param inactiveDays After how many school days without activity a pupil is reminded.
     * @param inactivePause For how many days a pupil is not reminded of that again.
     * @param planningDays For how many days study sessions are programmed from weekly plans.
     * @param schoolDays Days of the week with lessons, such as sunday,monday,tuesday. Without it, those of the school's calendar: Monday
     *     to Friday, unless the application's own calendar says otherwise.
     * @param absences How people are notified of absences.
     */
    public record Reminders(
            @Nullable URI site,
            @DefaultValue List<String> channels,
            @DefaultValue("1 7 30") String dunning,
            @DefaultValue("3") int inactiveDays,
            @DefaultValue("7") int inactivePause,
            @DefaultValue("14") int planningDays,
            @DefaultValue Set<DayOfWeek> schoolDays,
            @DefaultValue Absences absences) {
        public Reminders {
            channels = List.copyOf(channels);
            schoolDays = Set.copyOf(schoolDays);
            requireNonNull(absences, "absences");
            URI address = site;
            if (address != null && !(address.isAbsolute() && address.getHost() != null)) {
                throw new IllegalArgumentException(
                        "cartable.reminders.site: '" + address + "' is no address such as https://school.example.org");
            }
            List<String> names = channels;
            checked(
                    "cartable.reminders.channels",
                    () -> names.stream().map(Channel::of).toList());
            checked("cartable.reminders.dunning", () -> DunningLevels.parse(dunning));
            checked(
                    "cartable.reminders",
                    () -> ReminderSettings.defaults()
                            .withInactivity(inactiveDays, inactivePause)
                            .withPlanningDays(planningDays));
        }

        ReminderSettings settings(ReminderSettings defaults) {
            ReminderSettings settings = defaults.withDunning(DunningLevels.parse(dunning))
                    .withInactivity(inactiveDays, inactivePause)
                    .withPlanningDays(planningDays)
                    .withAbsences(absences.settings());
            ReminderSettings withDays = schoolDays.isEmpty() ? settings : settings.withSchoolDays(schoolDays);
            return site == null ? withDays : withDays.withSite(site);
        }

        /** Empty where the host's couriers say it. */
        Set<Channel> used() {
            return channels.stream().map(Channel::of).collect(Collectors.toSet());
        }
    }

    /**
     * How grades count.
     *
     * @param outOf Maximum of the school's scale, such as 20, 10 or 100; 0 if skills are acquired or not, without averages.
     * @param zeros Which grades without a number count as zero: missing, excused, not_graded, not_handed_in. Without it, they count
     *     nowhere.
     * @param letters What letters are worth on the scale: cartable.grades.letters.A=18.
     */
    public record Grades(
            @DefaultValue("20") int outOf,
            @DefaultValue Set<Mark.Absent> zeros,
            @DefaultValue Map<String, BigDecimal> letters) {
        public Grades {
            zeros = Set.copyOf(zeros);
            letters = Map.copyOf(letters);
            int maximum = outOf;
            Map<String, BigDecimal> worth = letters;
            checked("cartable.grades", () -> scale(maximum, worth));
        }

        GradingRules rules() {
            return GradingRules.defaults().withZeros(zeros).withScale(scale(outOf, letters));
        }

        private static GradingScale scale(int outOf, Map<String, BigDecimal> letters) {
            return outOf == 0
                    ? GradingScale.acquiredOrNot()
                    : GradingScale.outOf(outOf).withLetters(letters);
        }
    }

    /**
     * How people are notified of absences.
     *
     * @param excused Whether people are notified of excused absences, too.
     * @param grace How long after it was recorded an absence may be corrected before people are notified at once, such as 15m.
     *     Without it, they are notified once a day.
     * @param brakePercent A run that says that so many per cent of a class or of the school are absent is held until a person
     *     decides; 0 for no brake.
     * @param brakePupils The brake holds only if at least so many pupils are absent.
     * @param unexcused Staff and guardians are notified of so many unexcused absences in a calendar month; 0 for never.
     * @param daysInARow Staff and guardians are notified of so many school days in a row; 0 for never.
     * @param termPercent Staff and guardians are notified of so many per cent of the term's school days; 0 for never.
     */
    public record Absences(
            @DefaultValue("true") boolean excused,
            @Nullable Duration grace,
            @DefaultValue("30") int brakePercent,
            @DefaultValue("8") int brakePupils,
            @DefaultValue("4") int unexcused,
            @DefaultValue("3") int daysInARow,
            @DefaultValue("10") int termPercent) {
        public Absences {
            checked(
                    "cartable.reminders.absences",
                    () -> settings(excused, grace, brakePercent, brakePupils, unexcused, daysInARow, termPercent));
        }

        AbsenceSettings settings() {
            return settings(excused, grace, brakePercent, brakePupils, unexcused, daysInARow, termPercent);
        }

        private static AbsenceSettings settings(
                boolean excused,
                @Nullable Duration grace,
                int brakePercent,
                int brakePupils,
                int unexcused,
                int daysInARow,
                int termPercent) {
            return new AbsenceSettings(
                    excused,
                    grace,
                    brakePercent == 0 ? null : new AbsenceSettings.Brake(brakePercent, brakePupils),
                    new AbsenceSettings.Thresholds(unexcused, daysInARow, termPercent));
        }
    }

    /**
     * What runs by itself, and when.
     *
     * @param enabled Whether this application ticks: runs the tasks that are due, and sends messages right after the commit that
     *     queued them. Several nodes may. It does so on threads of its own, so that it includes cartable.any-thread.
     * @param engine What calls the ticks.
     * @param patience How long the application waits at its end for tasks that are running.
     * @param alarmsTo E-mail address of an administrator, who is notified of each kind of alarm about each task once a day: nothing ran,
     *     a task failed or missed its time, messages were not sent. The log has every alarm in any case.
     * @param each What is changed about a task, by its name, such as alert-check.
     */
    public record Tasks(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("auto") Engine engine,
            @DefaultValue("30s") Duration patience,
            @Nullable String alarmsTo,
            @DefaultValue Map<String, Each> each) {
        public Tasks {
            requireNonNull(engine, "engine");
            requireNonNull(patience, "patience");
            alarmsTo = alarmsTo == null || alarmsTo.isBlank() ? null : alarmsTo;
            if (alarmsTo != null) {
                String address = alarmsTo;
                checked("cartable.tasks.alarms-to", () -> EmailAddress.of(address));
            }
            each = Map.copyOf(each);
            each.forEach((name, change) -> checked(
                    "cartable.tasks.each." + name, () -> settings(TaskSettings.of(ZoneOffset.UTC), name, change)));
        }

        TaskSettings settings(TaskSettings defaults) {
            TaskSettings settings = defaults;
            for (Map.Entry<String, Each> one : each.entrySet()) {
                settings = settings(settings, one.getKey(), one.getValue());
            }
            return settings;
        }

        private static TaskSettings settings(TaskSettings settings, String name, Each change) {
            try {
                return settings.with(
                        new TaskName(name),
                        new TaskSettings.Change(
                                change.enabled(),
                                change.schedule() == null ? null : Schedule.parse(change.schedule()),
                                change.zone()));
            } catch (InvalidScheduleException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        /** What calls the ticks. */
        public enum Engine {
            /** db-scheduler if cartable-db-scheduler is there, and Cartable's own thread otherwise. */
            AUTO,
            /** A thread of Cartable's own, and one for each task that runs. */
            EXECUTOR,
            /** The application's TaskScheduler. */
            SPRING,
            /** db-scheduler, over the shared database. */
            DB_SCHEDULER
        }

        /**
         * What is changed about a task.
         *
         * @param enabled Whether it runs.
         * @param schedule When it runs: daily 08:00, weekly sunday 09:00, monthly 1 00:00, every 15m, or five cron fields.
         * @param zone Time zone of its local times. Without it, the school's.
         */
        public record Each(
                @Nullable Boolean enabled,
                @Nullable String schedule,
                @Nullable ZoneId zone) {}
    }
}
