package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.RosterOwnership;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.school.model.School;
import dev.cartable.school.phone.NationalPhoneNumbers;
import dev.cartable.work.LocalInstance;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

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
 * @param speak Whom messages are sent to: true means all people, false means none, and an e-mail address receives all e-mail alone. For
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
 *     connection to the mail server, reading ahead. Then quotas().consume() answers several callers at once, and quotas().meter() can be used.
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
 * @param billing Whether invoices are issued with Cartable, and their numbers.
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
        @NestedConfigurationProperty @DefaultValue AccountProperties accounts,
        @NestedConfigurationProperty @DefaultValue MailProperties mail,
        @Nullable String country,
        @DefaultValue Map<String, String> sms,
        @Nullable Integer smsBudget,
        @DefaultValue("sms") String fallbacks,
        @NestedConfigurationProperty @DefaultValue DispatchProperties dispatch,
        @NestedConfigurationProperty @DefaultValue PreferenceProperties preferences,
        @NestedConfigurationProperty @DefaultValue BounceProperties bounces,
        @NestedConfigurationProperty @DefaultValue QuotaProperties quotas,
        @NestedConfigurationProperty @DefaultValue ReminderProperties reminders,
        @NestedConfigurationProperty @DefaultValue GradeProperties grades,
        @NestedConfigurationProperty @DefaultValue BillingProperties billing,
        @NestedConfigurationProperty @DefaultValue TaskProperties tasks,
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
        requireNonNull(billing, "billing");
        requireNonNull(tasks, "tasks");
        retention = Map.copyOf(retention);
        periods(retention);
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
        return periods(retention);
    }

    private static RetentionPeriods periods(Map<DataKind, Duration> retention) {
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
    static void readable(String property, @Nullable String value) {
        if (value != null && MISREAD.matcher(value).find()) {
            throw new IllegalArgumentException(
                    property + ": '" + value + "' was written in UTF-8 and read as ISO-8859-1."
                            + " Write it into application.yaml, or write letters with accents as \\u00c9 in a file of properties");
        }
    }

    /** Refuses a time that is not longer than nothing. */
    static void positive(String property, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    property + ": " + value + " is not longer than nothing; write a time such as 30s, 15m, 2h or 7d");
        }
    }

    static <T> T checked(String property, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            // No cause: Spring Boot prints the innermost exception alone.
            throw new IllegalArgumentException(property + ": " + e.getMessage());
        }
    }
}
