package dev.cartable.account;

import static java.util.Objects.requireNonNull;

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
    private final CheckAccounts accounts;
    private final AccountSettings settings;
    private final InstantSource time;

    AccountStatistics(AccountPorts ports, AccountSettings settings, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.accounts = new CheckAccounts(ports, settings, time);
        this.settings = settings;
        this.time = time;
    }

    AccountFigures count() {
        Tally tally = new Tally();
        LocalDate today = settings.school().today(time.instant());
        try (Stream<Family> families = ports.roster().families()) {
            Stream<GuardianId> entitled = families.filter(
                            family -> !family.visiblePupils(today).isEmpty())
                    .map(family -> family.guardian().id());
            Chunks.stream(entitled, BulkRun.CHUNK).forEach(page -> coverage(page, tally));
        }
        return tally.figures(accounts.check(AccountStatus.Filter.ALL, tally::add));
    }

    private void coverage(List<GuardianId> page, Tally tally) {
        tally.entitled += page.size();
        tally.covered += ports.accounts().byGuardian(page).size();
    }

    /** What a check of all accounts does not count. */
    private static final class Tally {
        private long entitled;
        private long covered;
        private long activated;
        private long neverSignedIn;
        private long sms;
        private final Map<Contact.Reason, Long> noChannel = new EnumMap<>(Contact.Reason.class);

        void add(AccountStatus status) {
            activated += status.account().activatedAt() == null ? 0 : 1;
            neverSignedIn += status.account().lastSignInAt() == null ? 1 : 0;
            if (status.byTelephone()) {
                sms++;
            } else if (status.contact() instanceof Contact.Unreachable unreachable) {
                noChannel.merge(unreachable.reason(), 1L, Long::sum);
            }
        }

        AccountFigures figures(AccountStatus.Summary all) {
            long accounts = all.accounts() - all.erased();
            return new AccountFigures(
                    entitled,
                    covered,
                    AccountFigures.percent(covered, entitled),
                    accounts,
                    AccountFigures.percent(all.active(), accounts),
                    activated,
                    AccountFigures.percent(activated, accounts),
                    Map.of(
                            Account.State.PENDING, all.pending(),
                            Account.State.ACTIVE, all.active(),
                            Account.State.DEACTIVATED, all.deactivated(),
                            Account.State.ERASED, all.erased()),
                    all.reachable() - sms,
                    sms,
                    noChannel,
                    neverSignedIn,
                    all.inactive(),
                    all.orphaned(),
                    all.expired());
        }
    }
}
