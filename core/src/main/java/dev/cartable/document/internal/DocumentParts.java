package dev.cartable.document.internal;

import dev.cartable.document.model.GradingRules;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.school.Entitlements;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Grades;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What {@link dev.cartable.document.Documents} is made of. A part that the host has not given is named when it is asked for. */
public interface DocumentParts {
    Grades grades();

    Roster roster();

    /** Knows the names of promotions. */
    Users users();

    /** Empty where the host has none, so that report cards count none. */
    Optional<Absences> absences();

    CalendarSource calendarSource();

    /** Who may see what is kept about which pupil. */
    Entitlements entitlements();

    GradingRules gradingRules();

    /** The transactions of all contexts. */
    UnitOfWork transactions();

    DocumentStores documentStores();

    /** Where the files of documents are. */
    DocumentVault documentVault();

    ReportCardRenderer reportCardRenderer();

    /** Empty where the host has none. */
    Optional<Invoices> invoices();

    InvoiceRenderer invoiceRenderer();

    /** What the codes of documents are computed with; without it, they have none. */
    Optional<HostKey> hostKey();

    ErasedPeople erasedPeople();

    NoticeStores noticeStores();

    NoticeQueue noticeQueue();

    /** Where people are notified. */
    Addressing addressing();

    /** The channels that messages go by here. */
    Set<Channel> channels();

    /**
     * Until when the slots of the task that notifies of report cards are settled: what was news before that is not news any more. The
     * messages about it may be unknown, if the database was restored. Empty if the task was never seen.
     */
    Optional<Instant> reportCardNoticesSince();

    /** As {@link #reportCardNoticesSince}, of the task that notifies of invoices. */
    Optional<Instant> invoiceNoticesSince();

    /** Whether mails about invoices, and reminders of payments, carry the invoice. */
    boolean attachesInvoices();

    /** Whether mails carry the report card that they are about. */
    boolean attachesReportCards();

    /** The link to a page of the school's application; empty without one. */
    String link(String path, String id);

    School school();

    InstantSource time();
}
