package dev.cartable.account;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Activation;
import dev.cartable.notice.model.Kind;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads accounts a page at a time, each with what the roster says of its guardian now, its links and its activation. */
final class AccountReader {
    private final AccountPorts ports;
    private final AccountSettings settings;

    AccountReader(AccountPorts ports, AccountSettings settings) {
        this.ports = ports;
        this.settings = settings;
    }

    /** Whether an account waits for its parent with a way in that has expired. */
    static boolean hasExpired(Account account, @Nullable Activation newest, Instant now) {
        Instant until = wayInExpiresAt(account, newest);
        return account.state() == Account.State.PENDING && until != null && !now.isBefore(until);
    }

    private static @Nullable Instant wayInExpiresAt(Account account, @Nullable Activation newest) {
        Instant passwordExpiresAt = account.credential().expiresAt();
        if (passwordExpiresAt != null) {
            return passwordExpiresAt;
        }
        return newest == null || newest.usedAt() != null ? null : newest.expiresAt();
    }

    /**
     * An account and all that is known about it.
     *
     * @param family what the roster says; null if it does not have the guardian
     * @param source the same as far as it matters to the account
     * @param linked the pupils that the account sees now
     * @param activation the newest one, used, expired or not
     */
    record Entry(
            Account account,
            @Nullable Family family,
            @Nullable AccountSource source,
            Set<PupilId> linked,
            @Nullable Activation activation) {

        /** The pupils that the guardian may see today, as the roster describes them. */
        List<Pupil> pupils() {
            return family == null
                    ? List.of()
                    : family.wards().stream()
                            .map(Family.Ward::pupil)
                            .filter(pupil -> visible().contains(pupil.id()))
                            .distinct()
                            .toList();
        }

        /**
         * Until when the way in can be used that the account waits with: its newest link, or its temporary password. Null if there
         * is none, or it was used.
         */
        @Nullable
        Instant wayInExpiresAt() {
            return AccountReader.wayInExpiresAt(account, activation);
        }

        /** Whether the account waits for its parent with a way in that has expired. */
        boolean hasExpired(Instant now) {
            return AccountReader.hasExpired(account, activation, now);
        }

        /** The ids of the pupils that the guardian may see today. */
        SortedSet<PupilId> visible() {
            return source == null ? new TreeSet<>() : source.pupils();
        }

        /** Whether the account's own address can be written to, and if not, why. */
        Contact contact() {
            return account.email() != null ? new Contact.Reachable(account.email()) : unreached();
        }

        private Contact unreached() {
            return source != null && source.contact() instanceof Contact.Unreachable unreachable
                    ? unreachable
                    : Contact.none();
        }

        /** Where the guardian can be written to by what the roster has now; null if nowhere. */
        @Nullable
        Address presentAddress() {
            return source == null ? null : source.address();
        }

        /** Why the guardian cannot be written to by what the roster has now; null if they can. */
        Contact.@Nullable Unreachable unreachable() {
            return source == null ? new Contact.Unreachable(Contact.Reason.NO_ADDRESS, "") : source.unreachable();
        }

        /** Whether the guardian has no usable address, and is reached by short message. */
        boolean isReachedByTelephone() {
            return source != null && source.phone() != null;
        }

        /** Why the guardian may see no pupil today. */
        AccountStep.Reason withoutPupil() {
            return source != null && source.hasActivePupil()
                    ? AccountStep.Reason.BARRED
                    : AccountStep.Reason.NO_ACTIVE_PUPIL;
        }

        /** The same with the account as it was read again. */
        Entry with(Account again, Set<PupilId> linkedAgain) {
            return new Entry(again, family, source, linkedAgain, activation);
        }
    }

    /** All accounts, the erased ones too, in the order of their ids, read on demand. Close the stream. */
    Stream<Entry> all(Instant now) {
        Stream<Account> accounts = ports.accounts().all();
        return Chunks.stream(accounts, BulkRun.CHUNK)
                .flatMap(page -> read(page, now).stream())
                .onClose(accounts::close);
    }

    /** The accounts that follow one in the order of their ids, read so many at a time, on demand. */
    Stream<Entry> after(@Nullable AccountId last, int size, Instant now) {
        return Stream.iterate(
                        ports.accounts().after(last, size),
                        page -> !page.isEmpty(),
                        page -> page.size() < size
                                ? List.of()
                                : ports.accounts()
                                        .after(page.get(page.size() - 1).id(), size))
                .flatMap(page -> read(page, now).stream());
    }

    /** The accounts of these guardians, in the guardians' order; a guardian without one is left out. */
    Stream<Entry> of(Collection<GuardianId> guardians, Instant now) {
        return Chunks.stream(guardians.stream(), BulkRun.CHUNK).flatMap(page -> {
            Map<GuardianId, Account> found = ports.accounts().byGuardian(page);
            List<Account> inOrder = new ArrayList<>();
            for (GuardianId guardian : page) {
                Account account = found.get(guardian);
                if (account != null) {
                    inOrder.add(account);
                }
            }
            return read(inOrder, now).stream();
        });
    }

    private List<Entry> read(List<Account> page, Instant now) {
        if (page.isEmpty()) {
            return List.of();
        }
        LocalDate today = settings.school().today(now);
        Kind credential = AccountKinds.credential(settings.firstCredential());
        List<AccountId> ids = page.stream().map(Account::id).toList();
        Map<GuardianId, Family> families =
                ports.roster().families(page.stream().map(Account::guardian).toList()).stream()
                        .collect(Collectors.toMap(family -> family.guardian().id(), Function.identity()));
        Map<GuardianId, AccountSource> sources =
                AccountSource.of(families.values(), ports.addressing(), credential, settings.school(), today).stream()
                        .collect(Collectors.toMap(source -> source.guardian().id(), Function.identity()));
        Map<AccountId, Set<PupilId>> linked = ports.accounts().pupils(ids);
        Map<AccountId, Activation> activations = ports.activations().latest(ids);
        return page.stream()
                .map(account -> {
                    GuardianId guardian = account.guardian();
                    return new Entry(
                            account,
                            families.get(guardian),
                            sources.get(guardian),
                            linked.getOrDefault(account.id(), Set.of()),
                            activations.get(account.id()));
                })
                .toList();
    }
}
