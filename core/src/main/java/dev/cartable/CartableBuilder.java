package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Terms;
import dev.cartable.school.port.Users;
import dev.cartable.work.HostKey;
import dev.cartable.work.HostKeyGuard;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Cartable} together from what a host has. Only {@link #stores} and {@link #zone} are needed by all; each use case
 * names what else it lacks. It can be used again for another school: what it has built stays as it was. Not safe for use by several
 * threads.
 */
public final class CartableBuilder implements Cloneable {
    private @Nullable Stores stores;
    private @Nullable Roster roster;
    private @Nullable HostKey key;
    private boolean checkKeyAtUse;
    private @Nullable ZoneId zone;
    private @Nullable Renderer renderer;
    private @Nullable PasswordHasher passwordHasher;
    private @Nullable URI activationPage;
    private String schoolName = School.FIRST_TRY_NAME;
    private Locale language = Locale.FRENCH;
    private SessionRevoker sessionRevoker = account -> {};
    private PasswordPolicy passwordPolicy = PasswordPolicy.defaults();
    private SignInLimit signInLimit = SignInLimit.defaults();
    private DispatchSettings dispatch = DispatchSettings.defaults();
    private @Nullable String quietHours;
    private MailDesign mailDesign = MailDesign.defaults();
    private InstantSource time = InstantSource.system();
    private boolean anyThread;
    private UnaryOperator<AccountSettings> accounts = UnaryOperator.identity();
    private QuotaSettings quotas = QuotaSettings.defaults();
    private RetentionPeriods retention = RetentionPeriods.defaults();
    private Terms terms = Terms.none();
    private @Nullable Users users;
    private List<Courier> couriers = List.of();
    private List<NoticeType> noticeTypes = List.of();
    private Preferences preferences = Preferences.NONE;

    CartableBuilder() {}

    /** Where everything is kept. */
    public CartableBuilder stores(Stores stores) {
        this.stores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where guardians and pupils are read. Default: the roster of the {@link #stores}. */
    public CartableBuilder roster(Roster roster) {
        this.roster = requireNonNull(roster, "roster");
        return this;
    }

    /** Serves one channel; one courier for each. Without any, messages wait. Messages in the application need none. */
    public CartableBuilder courier(Courier courier) {
        this.couriers = plus(couriers, requireNonNull(courier, "courier"));
        return this;
    }

    /** The host's secret, from which tokens are derived. All nodes need the same key. */
    public CartableBuilder key(HostKey key) {
        this.key = requireNonNull(key, "key");
        return this;
    }

    /**
     * Lets {@link #build} succeed where the database was written with another host key: then only what derives from the key is
     * refused, each time it is called, and messages that need the key wait. Default: {@link #build} refuses, before anything is
     * done.
     */
    public CartableBuilder checkKeyAtUse() {
        this.checkKeyAtUse = true;
        return this;
    }

    /** Where the school's days begin and end. */
    public CartableBuilder zone(ZoneId zone) {
        this.zone = requireNonNull(zone, "zone");
        return this;
    }

    /** How the school signs its messages. Default: Cartable, for a first try. */
    public CartableBuilder school(String name) {
        this.schoolName = requireNonNull(name, "name");
        return this;
    }

    /** What to write in where a person's language is not known. Default: French. */
    public CartableBuilder language(Locale language) {
        this.language = requireNonNull(language, "language");
        return this;
    }

    /** The page of the host's portal where parents activate their accounts. Default: a page on localhost, for a first try. */
    public CartableBuilder activationPage(URI page) {
        this.activationPage = requireNonNull(page, "page");
        return this;
    }

    /** Changes the settings of accounts. Default: those of {@link AccountSettings#of}. */
    public CartableBuilder accounts(UnaryOperator<AccountSettings> change) {
        this.accounts = requireNonNull(change, "change");
        return this;
    }

    /** Changes how messages are sent. Default: {@link DispatchSettings#defaults()}. */
    public CartableBuilder dispatch(DispatchSettings settings) {
        this.dispatch = requireNonNull(settings, "settings");
        return this;
    }

    /** How mails look: layout, colour, logo, whom to ask. Default: {@link MailDesign#defaults()}. */
    public CartableBuilder mailDesign(MailDesign design) {
        this.mailDesign = requireNonNull(design, "design");
        return this;
    }

    /**
     * When nobody is disturbed with what can wait, in the school's zone, such as {@code 21:00-07:00}. Default: never.
     *
     * @throws IllegalArgumentException from {@link #build} if they are written otherwise
     */
    public CartableBuilder quietHours(String hours) {
        this.quietHours = requireNonNull(hours, "hours");
        return this;
    }

    /** How use of the network is counted. Default: {@link QuotaSettings#defaults()}. */
    public CartableBuilder quotas(QuotaSettings settings) {
        this.quotas = requireNonNull(settings, "settings");
        return this;
    }

    /** How long data about people is kept. Default: {@link RetentionPeriods#defaults()}. */
    public CartableBuilder retention(RetentionPeriods periods) {
        this.retention = requireNonNull(periods, "periods");
        return this;
    }

    /** The terms of the school's calendar. Default: none. */
    public CartableBuilder terms(Terms terms) {
        this.terms = requireNonNull(terms, "terms");
        return this;
    }

    /** Where users of the network are read. Default: the users of the {@link #stores}. */
    public CartableBuilder users(Users users) {
        this.users = requireNonNull(users, "users");
        return this;
    }

    /** Hashes passwords. Default: PBKDF2. */
    public CartableBuilder passwordHasher(PasswordHasher hasher) {
        this.passwordHasher = requireNonNull(hasher, "hasher");
        return this;
    }

    /** What a password must be. Default: {@link PasswordPolicy#defaults()}. */
    public CartableBuilder passwordPolicy(PasswordPolicy policy) {
        this.passwordPolicy = requireNonNull(policy, "policy");
        return this;
    }

    /** How often a password may be tried. Default: {@link SignInLimit#defaults()}. */
    public CartableBuilder signInLimit(SignInLimit limit) {
        this.signInLimit = requireNonNull(limit, "limit");
        return this;
    }

    /** Ends the host's sessions. Default: none, for hosts that compare the credential's revision at each request. */
    public CartableBuilder sessionRevoker(SessionRevoker revoker) {
        this.sessionRevoker = requireNonNull(revoker, "revoker");
        return this;
    }

    /**
     * Whether the stores, the roster and the couriers may be used on any thread. Only then does Cartable use threads of its own,
     * all of them daemons: for each further connection to a mail server, and to read the next guardians while accounts are
     * written. Only then does one caller's thread work for others: {@link Cartable#consumeUsage} answers those who ask at the
     * same moment in one transaction, and {@link Cartable#meterUsage} can be used. Default: no. Each call stays on its caller's
     * thread, as a data source needs that depends on the thread, such as one that is chosen by tenant.
     */
    public CartableBuilder anyThread(boolean allowed) {
        this.anyThread = allowed;
        return this;
    }

    /** What people wish to be notified of, and addresses that no longer work. Without it, everything is accepted. */
    public CartableBuilder preferences(Preferences preferences) {
        this.preferences = requireNonNull(preferences, "preferences");
        return this;
    }

    /** A kind of notice that the host adds: its variables, and when it is still true. One for each kind. */
    public CartableBuilder noticeType(NoticeType type) {
        this.noticeTypes = plus(noticeTypes, requireNonNull(type, "type"));
        return this;
    }

    /** Puts messages into words. Default: templates, the built-in ones and those that were edited, in the {@link #mailDesign}. */
    public CartableBuilder renderer(Renderer renderer) {
        this.renderer = requireNonNull(renderer, "renderer");
        return this;
    }

    /** What the time is. Default: the system's clock. */
    public CartableBuilder time(InstantSource time) {
        this.time = requireNonNull(time, "time");
        return this;
    }

    /**
     * Puts it together.
     *
     * @throws IllegalStateException if stores or zone are missing
     * @throws dev.cartable.notice.PlaceholderException if a courier reaches people and {@link #placeholders} are left
     * @throws dev.cartable.work.HostKeyMismatchException if the database was written with another host key; nothing is written
     */
    public Cartable build() {
        require(stores, "stores(...)");
        require(zone, "zone(...)");
        dispatch();
        placeholders().check();
        if (key != null && !checkKeyAtUse) {
            new HostKeyGuard(key, stores().hostKeys()).check();
        }
        return new Cartable(clone());
    }

    /** The parts as they are now. All of them are values, so that a copy of the references is enough. */
    @Override
    protected CartableBuilder clone() {
        try {
            return (CartableBuilder) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("a builder can be copied", e);
        }
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return List.copyOf(longer);
    }

    /**
     * Which settings still have values that only make a first try work: {@link #school}, {@link #activationPage} where accounts
     * start from a link, and those of the {@linkplain #courier couriers}. Needs the {@link #zone}.
     */
    public Placeholders placeholders() {
        AccountSettings settings = accountSettings();
        boolean links = hasKey() && settings.firstCredential() == FirstCredential.ACTIVATION_LINK;
        return Placeholders.of(settings.school(), links ? settings.activationPage() : null, couriers);
    }

    Stores stores() {
        return require(stores, "stores(...)");
    }

    Roster roster() {
        return roster == null ? stores().roster() : roster;
    }

    Users users() {
        return users == null ? stores().users() : users;
    }

    QuotaSettings quotas() {
        return quotas;
    }

    RetentionPeriods retention() {
        return retention;
    }

    WindowCalendar calendar() {
        return new WindowCalendar(require(zone, "zone(...)"), quotas.firstDay(), terms::at);
    }

    HostKey key() {
        return require(key, "key(...)");
    }

    School school() {
        return new School(schoolName, require(zone, "zone(...)"), language);
    }

    AccountSettings accountSettings() {
        URI page = activationPage == null ? URI.create("http://localhost:8080/activate") : activationPage;
        return accounts.apply(AccountSettings.of(school(), page));
    }

    PasswordHasher passwordHasher() {
        return passwordHasher == null ? Pbkdf2PasswordHasher.defaults() : passwordHasher;
    }

    /** Passwords that are random need no slow hash, and there may be a million of them in one run. */
    PasswordHasher temporaryPasswordHasher() {
        return passwordHasher == null ? Pbkdf2PasswordHasher.forTemporaryPasswords() : passwordHasher;
    }

    boolean anyThread() {
        return anyThread;
    }

    /** Reads what comes next while bulk work writes: on a thread of its own, where that is allowed. */
    Executor readAhead() {
        return anyThread ? CartableBuilder::startDaemon : Runnable::run;
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "cartable-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    SessionRevoker sessionRevoker() {
        return sessionRevoker;
    }

    Renderer renderer() {
        return renderer == null ? templates() : renderer;
    }

    TemplateRenderer templates() {
        return new TemplateRenderer(stores().templates(), school(), mailDesign);
    }

    PasswordPolicy passwordPolicy() {
        return passwordPolicy;
    }

    SignInLimit signInLimit() {
        return signInLimit;
    }

    DispatchSettings dispatch() {
        return quietHours == null
                ? dispatch
                : dispatch.withQuietHours(QuietHours.parse(quietHours, require(zone, "zone(...)")));
    }

    InstantSource time() {
        return time;
    }

    List<Courier> couriers() {
        return couriers;
    }

    Preferences preferences() {
        return preferences;
    }

    List<NoticeType> noticeTypes() {
        return noticeTypes;
    }

    boolean hasKey() {
        return key != null;
    }

    private static <T> T require(@Nullable T part, String call) {
        if (part == null) {
            throw new IllegalStateException(
                    "Cartable was built without " + call + ", which this needs; give it to the builder");
        }
        return part;
    }
}
