package dev.cartable.privacy;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Username;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Outbox;
import dev.cartable.privacy.internal.PersonalFiles;
import dev.cartable.privacy.model.Person;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.Users;
import dev.cartable.work.Lease;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.AuditLog;
import dev.cartable.work.internal.Deed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The use case that erases a person at their wish (GDPR, article 17): a guardian, with or without an account, a user of the
 * network, or a pupil. It cannot be undone.
 *
 * <p>Rows that sums are made of stay, under a pseudonym that is random and so derived from nothing: the account, counted use,
 * sessions, adjustments, firings, histories. Audits and statistics therefore still add up; the user goes inactive and leaves
 * the promotion. All else is deleted or emptied: names, addresses, credentials, links to pupils, messages and their texts,
 * assignments and supervision. What the host or an access server called events and sessions is replaced by random ids, and so
 * are the keys of notices, since both can be recomputed from what a person is called. The person's addresses, usernames and
 * full names are taken out of other people's messages.
 *
 * <p>Of a pupil, the documents about them are deleted with their files, unless the same file is about another person, too, and those of a
 * guardian who pays. An invoice for another payer stays for that payer, without the pupil's name beside it. The reminders
 * about them are deleted with the words of what people were sent, and so are their study sessions, weekly
 * plans, subscription, invoices and absences, where these are Cartable's own. Guardians' accounts keep the link under the pseudonym.
 *
 * <p>A tombstone, keyed by the host's key, keeps later runs and imports from bringing the person back; where backups are kept, it is also
 * written beside them, so that no restore does. Views of the host's are
 * never written to: what the host itself stores, the files that it imports, mails and letters that were written as files,
 * exports, logs and backups are the host's to erase.
 *
 * <p>For a guardian, holds the leases of {@link GenerateAccounts} and {@link ImportRoster}. Use that is counted for a user
 * while they are erased may stay; a second call takes it. Safe for use by several threads and nodes.
 */
public final class ErasePerson {
    private static final String REASON = "erased at the person's wish";

    private static final int PSEUDONYM_LENGTH =
            ErasedPeople.PSEUDONYM.length() + new UUID(0, 0).toString().length();

    private final AccountPorts ports;
    private final RosterStore roster;
    private final People people;
    private final PersonalData data;
    private final PersonalFiles files;
    private final Erasures erasures;
    private final InstantSource time;

    ErasePerson(
            AccountPorts ports,
            Users users,
            RosterStore roster,
            Outbox outbox,
            PersonalData data,
            PersonalFiles files,
            Erasures erasures,
            InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.roster = requireNonNull(roster, "roster");
        this.people = new People(ports.accounts(), ports.roster(), users, outbox);
        this.data = requireNonNull(data, "data");
        this.files = requireNonNull(files, "files");
        this.erasures = requireNonNull(erasures, "erasures");
        this.time = requireNonNull(time, "time");
    }

    /** What came of it. */
    public sealed interface Result {}

    /**
     * The person's data is gone.
     *
     * @param pseudonym what rows that stay call the person
     * @param mails the keys of e-mails that may have been handed over to the person, as files are named by a courier that
     *     writes files
     */
    public record Erased(String pseudonym, List<Notice.Key> mails) implements Result {
        public Erased {
            mails = List.copyOf(mails);
        }
    }

    /** Nothing was changed. */
    public record Refused(Reason reason) implements Result {}

    /** Why a person cannot be erased. */
    public enum Reason {
        /** There is no such person. */
        UNKNOWN,
        /** The person's data is gone already. */
        ALREADY_ERASED
    }

    /**
     * Erases the guardian whose account this is.
     *
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account or the guardian anew; nothing is
     *     written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    Result erase(AccountId id) {
        Account account = ports.accounts().byId(List.of(id)).get(id);
        return account == null ? new Refused(Reason.UNKNOWN) : erase(account.guardian());
    }

    /**
     * Erases a guardian, with their account if there is one.
     *
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account or the guardian anew; nothing is
     *     written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    Result erase(GuardianId id) {
        requireOwn();
        if (isPseudonym(id.value())) {
            return new Refused(Reason.ALREADY_ERASED);
        }
        Optional<String> making = files.lease();
        if (making.isEmpty()) {
            return erase(id, null);
        }
        try (Lease held = Lease.take(ports.leases(), making.get())) {
            return erase(id, held);
        }
    }

    private Result erase(GuardianId id, @Nullable Lease making) {
        // The leases come first: what is read under them is all that there is to erase.
        try (Lease generating = Lease.take(ports.leases(), GenerateAccounts.LEASE);
                Lease importing = Lease.take(ports.leases(), ImportRoster.LEASE)) {
            return erase(id, generating, importing, making);
        }
    }

    private Result erase(GuardianId id, Lease generating, Lease importing, @Nullable Lease making) {
        boolean erased = !erasures.guardians(List.of(id)).isEmpty();
        if (!erased && isUnknown(people.guardian(id))) {
            return new Refused(Reason.UNKNOWN);
        }
        // Before the rows that name them: a crash in between leaves the rows, so that a second call deletes both.
        files.delete(id);
        Instant now = time.instant();
        Gone gone = ports.unitOfWork().call(tx -> {
            generating.renew(tx);
            importing.renew(tx);
            if (making != null) {
                making.renew(tx);
            }
            // Waits for a transaction of the host's that is opening the account, so that it is found below.
            erasures.remember(tx, id, now);
            return erase(tx, id, now);
        });
        if (gone.account() != null) {
            ports.sessions().revoke(gone.account());
        }
        return erased && gone.rows() == 0
                ? new Refused(Reason.ALREADY_ERASED)
                : new Erased(gone.pseudonym(), gone.mails());
    }

    private Gone erase(Tx tx, GuardianId id, Instant now) {
        Person person = people.guardian(id);
        AccountId account = person.account();
        List<Notice.Key> mails = people.mails(person);
        String pseudonym = ErasedPeople.PSEUDONYM + (account == null ? UUID.randomUUID() : account);
        int own = account == null ? 0 : close(tx, account, pseudonym);
        if (roster.guardiansWritable()) {
            roster.eraseGuardian(tx, id, new GuardianId(pseudonym));
        }
        int rows = own + data.erase(tx, person, pseudonym, REASON, now);
        record(tx, person, pseudonym);
        return new Gone(account, rows, pseudonym, mails);
    }

    /** What was erased of a guardian. */
    private record Gone(@Nullable AccountId account, int rows, String pseudonym, List<Notice.Key> mails) {}

    /**
     * Erases a user of the network.
     *
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    Result erase(UserId id) {
        requireOwn();
        if (isPseudonym(id.value())) {
            return new Refused(Reason.ALREADY_ERASED);
        }
        Person person = people.user(id);
        boolean erased = !erasures.users(List.of(id)).isEmpty();
        if (!erased && isUnknown(person)) {
            return new Refused(Reason.UNKNOWN);
        }
        List<Notice.Key> mails = people.mails(person);
        String pseudonym = ErasedPeople.PSEUDONYM + UUID.randomUUID();
        Instant now = time.instant();
        int rows = ports.unitOfWork().<Integer>call(tx -> {
            erasures.remember(tx, id, now);
            int changed = data.erase(tx, person, pseudonym, REASON, now);
            record(tx, person, pseudonym);
            return changed;
        });
        return erased && rows == 0 ? new Refused(Reason.ALREADY_ERASED) : new Erased(pseudonym, mails);
    }

    /**
     * Erases a pupil. One who is also a user of the network is erased as such apart.
     *
     * @throws dev.cartable.work.LeaseHeldException if a roster is being imported or documents are being made; nothing is written
     * @throws java.io.UncheckedIOException if the file of a document cannot be deleted; no row is changed, and a second call goes on
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    Result erase(PupilId id) {
        requireOwn();
        if (isPseudonym(id.value())) {
            return new Refused(Reason.ALREADY_ERASED);
        }
        Optional<String> making = files.lease();
        if (making.isEmpty()) {
            return erase(id, null);
        }
        try (Lease held = Lease.take(ports.leases(), making.get())) {
            return erase(id, held);
        }
    }

    /** @param making the lease that keeps documents from being made; null if none are */
    private Result erase(PupilId id, @Nullable Lease making) {
        try (Lease importing = Lease.take(ports.leases(), ImportRoster.LEASE)) {
            Person person = people.pupil(id);
            boolean erased = !erasures.pupils(List.of(id)).isEmpty();
            if (!erased && isUnknown(person)) {
                return new Refused(Reason.UNKNOWN);
            }
            List<Notice.Key> mails = people.mails(person);
            // Before the rows that name them: a crash in between leaves the rows, so that a second call deletes both.
            files.delete(id);
            String pseudonym = ErasedPeople.PSEUDONYM + UUID.randomUUID();
            Instant now = time.instant();
            int rows = ports.unitOfWork().<Integer>call(tx -> {
                importing.renew(tx);
                if (making != null) {
                    making.renew(tx);
                }
                erasures.remember(tx, id, now);
                int changed = data.erase(tx, person, pseudonym, REASON, now);
                record(tx, person, pseudonym);
                return changed;
            });
            return erased && rows == 0 ? new Refused(Reason.ALREADY_ERASED) : new Erased(pseudonym, mails);
        }
    }

    /** Takes the person out of the audit trail, too, which says so. */
    private void record(Tx tx, Person person, String pseudonym) {
        List<Recipient> before = person.recipients();
        List<Recipient> after = person.under(pseudonym).recipients();
        Map<String, String> subjects = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                subjects.put(before.get(i).toString(), after.get(i).toString());
            }
        }
        Deed deed = Deed.of("person.erase", after.get(0).type(), pseudonym);
        new AuditLog.Erasure(deed, person.names(), pseudonym, subjects).record(ports.unitOfWork(), tx);
    }

    private static boolean isPseudonym(String id) {
        return id.startsWith(ErasedPeople.PSEUDONYM) && id.length() == PSEUDONYM_LENGTH;
    }

    private boolean isUnknown(Person person) {
        return person.words().isEmpty() && data.of(person).isEmpty();
    }

    private void requireOwn() {
        if (ports.unitOfWork().joins()) {
            throw new IllegalStateException("erasing a person has to be committed before another run may begin, so it"
                    + " cannot be part of another transaction; nothing was written. Call it outside");
        }
    }

    /** Empties the account and ends what opens it. Returns how many accounts were changed. */
    private int close(Tx tx, AccountId id, String pseudonym) {
        Account account = ports.accounts().lock(tx, id).orElseThrow();
        if (account.state() == Account.State.ERASED) {
            return 0;
        }
        ports.accounts()
                .update(
                        tx,
                        List.of(account.erased(
                                new GuardianId(pseudonym),
                                new Username(pseudonym),
                                new PersonName("", pseudonym),
                                Account.Fingerprint.outOfStep())));
        ports.activations().revoke(tx, id);
        return 1;
    }
}
