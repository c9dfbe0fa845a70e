package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.internal.QuotaParts;
import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Consumption;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.UserAllowance;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Quotas on the use of the network: profiles, counters, sessions. Safe for use by several threads. {@link #close} writes what the
 * meters hold.
 */
public final class Quotas implements AutoCloseable {
    private final QuotaParts parts;

    /** One for all callers: requests of the same moment are answered together. */
    private @Nullable ConsumeUsage consume;

    private @Nullable MeterUsage meter;

    /** Kept, as the next is, since its reader remembers which windows are open. */
    private volatile @Nullable CheckAllowance checkAllowance;

    private volatile @Nullable RecordUsage recordUsage;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Quotas(QuotaParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Makes and changes profiles. */
    public EditProfiles profiles() {
        return new EditProfiles(ports(), parts.time());
    }

    /**
     * Gives a holder a profile in place of the one they have. Having it already changes nothing.
     *
     * @param actor who does it, as the host calls them; may be empty
     * @throws QuotaException if there is no such profile, level, promotion or user
     */
    public AssignProfile.Done assign(Holder holder, ProfileId profile, String actor) {
        return assignProfile().assign(holder, profile, actor);
    }

    /**
     * Takes away the profile that a holder has: the next level serves their users.
     *
     * @throws QuotaException if the holder is a user whom the host does not know
     */
    public AssignProfile.Done unassign(Holder holder, String actor) {
        return assignProfile().remove(holder, actor);
    }

    /** Which users, promotions and other holders a profile is assigned to, inactive ones too, by holder. */
    public List<Assignment> assignments(ProfileId profile) {
        return parts.quotaStores().profiles().assignments(profile);
    }

    /**
     * What a user may use now.
     *
     * @throws QuotaException if the host does not know the user
     */
    public Allowance check(UserId user) {
        return checkAllowance().check(user);
    }

    /** A user as the host knows them, with what they may use now, read together; empty if the host does not know them. */
    public Optional<UserAllowance> find(UserId user) {
        return checkAllowance().find(user);
    }

    /** What these users may use now; those whom the host does not know are left out. */
    public Map<UserId, Allowance> check(Collection<UserId> users) {
        return checkAllowance().check(users);
    }

    /**
     * What everyone may use now whose use is counted under a profile, in the order of their ids, read on demand. Close the
     * stream.
     */
    public Stream<Allowance> checkAll() {
        return checkAllowance().all();
    }

    /**
     * The days on which users have used more than no bytes, from the first day to the last one given, in their
     * order. Users without any are left out.
     */
    public Map<UserId, NavigableMap<LocalDate, Traffic>> days(
            Collection<UserId> users, LocalDate first, LocalDate last) {
        return parts.quotaStores().usage().days(users, first, last);
    }

    /** Counts one event. */
    public UsageReport record(UsageEvent event) {
        return reporter().of(recordUsage().record(event));
    }

    /** Counts the events that can be, and says of the others why they cannot. */
    public UsageReport record(Collection<UsageEvent> events) {
        return reporter().of(recordUsage().record(events));
    }

    /**
     * Asks to use something now. What is granted is counted; asked again under the same id, it is granted again and counts once.
     * If other bytes were counted for the user under the id, the answer is a {@link Consumption.Conflict}.
     *
     * <p>There is room for it if no limit of the profile that serves, with its grace, is passed by it. A profile that throttles
     * has room for everything.
     */
    public Consumption consume(UserId user, Traffic traffic, EventId event) {
        return reporter().of(consumeUsage().consume(user, traffic, event));
    }

    /**
     * Asks whether a session may begin, and opens it if so. A session that is open already is granted again, and nothing is
     * written.
     *
     * @param session the user, the access server, and the Acct-Session-Id that its packets will have
     * @throws QuotaException if the host does not know the user; nothing is written
     */
    public Admission admit(Session.Key session) {
        return new AdmitSession(sessionPorts(), parts.quotaSettings(), parts.calendar(), checkAllowance(), parts.time())
                .admit(session);
    }

    /** Counts one reading. */
    public RecordSessions.Report recordSession(SessionReading reading) {
        return reporter().of(recordSessions().record(reading));
    }

    /**
     * Counts the readings that can be, and says of the others why they cannot.
     *
     * @throws IllegalArgumentException if one of them is not of an access server's packet; nothing is written
     */
    public RecordSessions.Report recordSessions(Collection<SessionReading> readings) {
        return reporter().of(recordSessions().record(readings));
    }

    /** Ends the sessions of an access server that has begun or ceased to account. */
    public RecordSessions.NasReport recordNas(NasEvent event) {
        return recordSessions().record(event);
    }

    /**
     * Grants use in the memory of this process, before it happens. All callers share the meters, and a flush writes what all of
     * them have used on the caller's thread.
     *
     * @throws IllegalStateException unless the stores may be used on any thread: with a data source that depends on the thread,
     *     use would be written to another tenant's tables
     */
    public MeterUsage meter() {
        if (!parts.anyThread()) {
            throw new IllegalStateException(
                    "meters are shared by all threads, and this Cartable may use its stores only on the"
                            + " caller's thread; nothing was counted. Build it with anyThread(true), or set cartable.any-thread=true, if"
                            + " the data source does not depend on the thread; otherwise use consume()");
        }
        synchronized (this) {
            if (meter == null) {
                meter = new MeterUsage(parts.transactions(), checkAllowance(), recordUsage(), parts.time());
            }
            return meter;
        }
    }

    /** Whether {@link #meter} was used in this process, so that there may be something to flush. */
    public boolean hasMetered() {
        synchronized (this) {
            return meter != null;
        }
    }

    /** Resets counters. */
    public ResetUsage reset() {
        return new ResetUsage(ports(), parts.quotaSettings(), parts.calendar(), parts.time());
    }

    /** All open sessions, by user, server, id and start, also those that are stale and not yet closed. Close the stream. */
    public Stream<Session> openSessions() {
        return parts.quotaStores().sessions().open();
    }

    /**
     * Sessions by user, server, id and start, those that have ended too. Close the stream.
     *
     * @param user only of this user; null for all
     */
    public Stream<Session> sessions(@Nullable UserId user) {
        return parts.quotaStores().sessions().all(user);
    }

    /**
     * The access servers that have reported octets and never gigawords, as far as their readings are stored. What is used between
     * two of their reports is lost in part if it is more than 4 GiB. Reads all stored readings.
     */
    public List<NasId> serversWithoutGigawords() {
        return parts.quotaStores().sessions().withoutGigawords();
    }

    /** Frees sessions of which nothing was heard. */
    public CloseStaleSessions closeStaleSessions() {
        return new CloseStaleSessions(sessionPorts(), parts.quotaSettings(), parts.calendar(), parts.time());
    }

    /** Says how profiles are used. */
    public ProfileStatistics statistics() {
        return new ProfileStatistics(
                ports(), parts.quotaStores().usageStatistics(), parts.quotaSettings(), parts.calendar(), parts.time());
    }

    /** Brings over what an older system has counted. */
    public MigrateUsage migrate() {
        return new MigrateUsage(
                ports(),
                parts.quotaStores().migrations(),
                parts.quotaStores().usageLedger(),
                parts.quotaSettings(),
                parts.calendar(),
                parts.time());
    }

    /** Proves counters, and mends them. */
    public AuditUsage audit() {
        return new AuditUsage(
                ports(), parts.quotaStores().usageLedger(), parts.quotaSettings(), parts.calendar(), parts.time());
    }

    /** Deletes the ids of events that have expired. */
    public ForgetUsageEvents forgetEvents() {
        QuotaStores stores = parts.quotaStores();
        return new ForgetUsageEvents(parts.transactions(), stores.usage(), parts.quotaSettings(), parts.time());
    }

    /**
     * Who held which profile and when, newest first, read on demand. Close the stream.
     *
     * @param holder only of this holder; null for all
     * @param profile only where the profile of this name is the one before or after; null for all
     */
    public Stream<ProfileChange> history(@Nullable Holder holder, @Nullable String profile) {
        return parts.quotaStores().profiles().history(holder, profile);
    }

    /** The name of the profile that a holder held at an instant; empty if none. */
    public Optional<String> held(Holder holder, Instant at) {
        return parts.quotaStores()
                .profiles()
                .lastChange(holder, at)
                .flatMap(change -> Optional.ofNullable(change.after()));
    }

    /** Flushes the meters, if they were used. */
    @Override
    public void close() {
        MeterUsage used;
        synchronized (this) {
            used = meter;
        }
        if (used != null) {
            used.close();
        }
    }

    private UsageReporter reporter() {
        return new UsageReporter(parts.usageListener());
    }

    private CheckAllowance checkAllowance() {
        CheckAllowance kept = checkAllowance;
        if (kept == null) {
            kept = new CheckAllowance(ports(), parts.quotaSettings(), parts.calendar(), parts.time());
            checkAllowance = kept;
        }
        return kept;
    }

    private RecordUsage recordUsage() {
        RecordUsage kept = recordUsage;
        if (kept == null) {
            kept = new RecordUsage(ports(), parts.quotaSettings(), parts.calendar(), parts.time());
            recordUsage = kept;
        }
        return kept;
    }

    private RecordSessions recordSessions() {
        return new RecordSessions(sessionPorts(), parts.quotaSettings(), parts.calendar(), parts.time());
    }

    private AssignProfile assignProfile() {
        return new AssignProfile(ports(), parts.quotaSettings(), parts.calendar(), parts.time());
    }

    private ConsumeUsage consumeUsage() {
        synchronized (this) {
            if (consume == null) {
                consume = new ConsumeUsage(
                        ports(), parts.quotaSettings(), parts.calendar(), parts.time(), parts.anyThread());
            }
            return consume;
        }
    }

    private QuotaPorts ports() {
        QuotaStores stores = parts.quotaStores();
        return new QuotaPorts(parts.transactions(), stores.leases(), parts.users(), stores.profiles(), stores.usage());
    }

    private SessionPorts sessionPorts() {
        QuotaStores stores = parts.quotaStores();
        return new SessionPorts(ports(), stores.sessions(), stores.usageLedger());
    }
}
