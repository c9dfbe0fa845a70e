package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.alert.Alerts;
import dev.cartable.audit.AuditTrail;
import dev.cartable.backup.Backups;
import dev.cartable.billing.Billing;
import dev.cartable.document.Documents;
import dev.cartable.notice.Notices;
import dev.cartable.privacy.Privacy;
import dev.cartable.quota.Quotas;
import dev.cartable.reminder.Reminders;
import dev.cartable.school.Records;
import dev.cartable.school.Rosters;
import dev.cartable.task.Tasks;

/**
 * One school's Cartable: opens its contexts, put together from the host's stores, couriers and settings. Several schools in one
 * process are several of these. Made by {@link #builder()}; safe for use by several threads; {@link #close} lets go of what the
 * couriers hold, not of the host's data source.
 *
 * <p>A use case whose parts were not given names what is missing when it is called, so a host gives only what it uses.
 */
public final class Cartable implements AutoCloseable {
    private final Parts parts;

    Cartable(Parts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Starts to put one together. */
    public static CartableBuilder builder() {
        return new CartableBuilder();
    }

    /** Parent accounts. What derives a link or a password needs a {@linkplain CartableBuilder#key key}. */
    public Accounts accounts() {
        return parts.accounts();
    }

    /** Quotas on the use of the network. */
    public Quotas quotas() {
        return parts.quotas();
    }

    /** Alerts on quotas. */
    public Alerts alerts() {
        return parts.alerts();
    }

    /** Messages to people. */
    public Notices notices() {
        return parts.notices();
    }

    /** Cartable's own relations of people. */
    public Rosters rosters() {
        return parts.rosters();
    }

    /** Cartable's own relations of what the school records: absences, invoices, study sessions, grades, the calendar. */
    public Records records() {
        return parts.records();
    }

    /** Erasure, export and retention of data about people. */
    public Privacy privacy() {
        return parts.privacy();
    }

    /** Reminders and notices about what the school records. */
    public Reminders reminders() {
        return parts.reminders();
    }

    /** Report cards, with the averages and ranks in them. */
    public Documents documents() {
        return parts.documents();
    }

    /** Invoices that are drafted and issued with Cartable. They need {@link CartableBuilder#issuesInvoices}. */
    public Billing billing() {
        return parts.billing();
    }

    /** Who did what, when, from where, across all contexts. */
    public AuditTrail auditTrail() {
        return parts.auditTrail();
    }

    /** Backups of the host's database and media. They need a {@linkplain CartableBuilder#backupVault vault}. */
    public Backups backups() {
        return parts.backups();
    }

    /** Which task runs when. */
    public Tasks tasks() {
        return parts.taskContext();
    }

    /**
     * Stops the engine of the tasks, waits for the runs under way, flushes the meters, if they were used, and lets go of the connections to mail servers, also where one of them fails. The
     * first failure is thrown at the end, with the others as suppressed.
     */
    @Override
    public void close() {
        try (Notices notices = parts.notices();
                Quotas quotas = parts.quotas();
                Tasks tasks = parts.taskContext()) {
            requireNonNull(tasks, "tasks");
            requireNonNull(notices, "notices");
            requireNonNull(quotas, "quotas");
        }
    }
}
