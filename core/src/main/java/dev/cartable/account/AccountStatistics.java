package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountFigures;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStatus;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The use case that counts how far a school has come with its parent accounts. Reads the roster and the accounts once each,
 * a page at a time; safe for use by several threads.
 */
final class AccountStatistics {
    private final AccountPorts ports;
    private final AccountReader pages;
    private final AccountSettings settings;
    private final InstantSource time;

    AccountStatistics(AccountPorts ports, AccountSettings settings, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.pages = new AccountReader(ports, settings);
        this.settings = settings;
        this.time = requireNonNull(time, "time");
    }

    AccountFigures count() {
        Instant now = time.instant();
        Tally tally = new Tally();
        LocalDate today = settings.school().today(now);
        try (Stream<Family> families = ports.roster().families()) {
            Stream<GuardianId> entitled = families.filter(
                            family -> !family.visiblePupils(today).isEmpty())
                    .map(family -> family.guardian().id());
            Chunks.stream(entitled, BulkRun.CHUNK).forEach(page -> coverage(page, tally));
        }
        try (Stream<Entry> all = pages.all(now)) {
            all.forEach(entry -> account(entry, now, tally));
        }
        return tally.figures();
    }

    private void coverage(List<GuardianId> page, Tally tally) {
        tally.entitled += page.size();
        tally.covered += ports.accounts().byGuardian(page).size();
    }

    private void account(Entry entry, Instant now, Tally tally) {
        Account account = entry.account();
        tally.byState.merge(account.state(), 1L, Long::sum);
        if (account.state() == Account.State.ERASED) {
            return;
        }
        tally.accounts++;
        tally.activated += one(account.activatedAt() != null);
        tally.neverSignedIn += one(account.lastSignInAt() == null);
        tally.inactive += one(AccountStatus.isInactive(account, settings.inactiveAfter(), now));
        tally.orphaned += one(entry.visible().isEmpty());
        tally.expired += one(entry.hasExpired(now));
        if (entry.contact() instanceof Contact.Unreachable unreachable) {
            tally.noChannel.merge(unreachable.reason(), 1L, Long::sum);
        } else {
            tally.email++;
        }
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }

    private static final class Tally {
        private long entitled;
        private long covered;
        private long accounts;
        private long activated;
        private long email;
        private long neverSignedIn;
        private long inactive;
        private long orphaned;
        private long expired;
        private final Map<Account.State, Long> byState = new EnumMap<>(Account.State.class);
        private final Map<Contact.Reason, Long> noChannel = new EnumMap<>(Contact.Reason.class);

        AccountFigures figures() {
            return new AccountFigures(
                    entitled,
                    covered,
                    AccountFigures.percent(covered, entitled),
                    accounts,
                    AccountFigures.percent(byState.getOrDefault(Account.State.ACTIVE, 0L), accounts),
                    activated,
                    AccountFigures.percent(activated, accounts),
                    byState,
                    email,
                    noChannel,
                    neverSignedIn,
                    inactive,
                    orphaned,
                    expired);
        }
    }
}
