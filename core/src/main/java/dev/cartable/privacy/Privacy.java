package dev.cartable.privacy;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountId;
import dev.cartable.privacy.internal.PrivacyParts;
import dev.cartable.privacy.model.Person;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import java.util.Optional;

/** The rights of people over the data that is kept about them, and how long it is kept. Safe for use by several threads. */
public final class Privacy {
    private final PrivacyParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Privacy(PrivacyParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * Erases the guardian whose account this is.
     *
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account or the guardian anew; nothing is
     *     written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ErasePerson.Result erase(AccountId id) {
        return erasePerson().erase(id);
    }

    /**
     * Erases a guardian, with their account if there is one.
     *
     * @throws dev.cartable.work.LeaseHeldException if a run is under way that could write the account or the guardian anew; nothing is
     *     written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ErasePerson.Result erase(GuardianId id) {
        return erasePerson().erase(id);
    }

    /**
     * Erases a user of the network.
     *
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ErasePerson.Result erase(UserId id) {
        return erasePerson().erase(id);
    }

    /**
     * Erases a pupil. One who is also a user of the network is erased as such apart.
     *
     * @throws dev.cartable.work.LeaseHeldException if a roster is being imported; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ErasePerson.Result erase(PupilId id) {
        return erasePerson().erase(id);
    }

    /** All that is kept about the guardian whose account this is; empty if there is no such account. */
    public Optional<Person.Export> export(AccountId id) {
        return exportPerson().export(id);
    }

    /** All that is kept about a guardian; empty if that is nothing. */
    public Optional<Person.Export> export(GuardianId id) {
        return exportPerson().export(id);
    }

    /** All that is kept about a user of the network; empty if that is nothing. */
    public Optional<Person.Export> export(UserId id) {
        return exportPerson().export(id);
    }

    /** All that is kept about a pupil; empty if that is nothing. */
    public Optional<Person.Export> export(PupilId id) {
        return exportPerson().export(id);
    }

    /** Deletes data about people once its time is over. */
    public ApplyRetention retention() {
        PrivacyStores stores = parts.privacyStores();
        return new ApplyRetention(
                parts.transactions(),
                stores.leases(),
                stores.retention(),
                parts.quotas().forgetEvents(),
                parts.retention(),
                parts.time());
    }

    private ErasePerson erasePerson() {
        return new ErasePerson(
                parts.accountPorts(),
                parts.users(),
                parts.schoolStores().rosterStore(),
                parts.noticeStores().outbox(),
                parts.privacyStores().personalData(),
                parts.personalFiles(),
                parts.erasures(),
                parts.time());
    }

    /** Whether anything is stored about a guardian. Unlike an export, asking is not recorded. */
    public boolean knows(GuardianId id) {
        return exportPerson().knows(id);
    }

    /** Whether anything is stored about a user of the network. */
    public boolean knows(UserId id) {
        return exportPerson().knows(id);
    }

    /** Whether anything is stored about a pupil. */
    public boolean knows(PupilId id) {
        return exportPerson().knows(id);
    }

    private ExportPerson exportPerson() {
        return new ExportPerson(
                parts.accountPorts(),
                parts.users(),
                parts.noticeStores().outbox(),
                parts.privacyStores().personalData(),
                parts.time());
    }
}
