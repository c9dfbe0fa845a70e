package dev.cartable.document.internal;

import dev.cartable.document.model.GradingRules;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.school.Entitlements;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Grades;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;
import java.util.Optional;

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

    /** What the codes of documents are computed with; without it, they have none. */
    Optional<HostKey> hostKey();

    ErasedPeople erasedPeople();

    School school();

    InstantSource time();
}
