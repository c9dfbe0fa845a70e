package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Validation;
import dev.cartable.account.model.Validation.Finding.Code;
import dev.cartable.account.port.AccountStore;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.BulkRun;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that says of each account whether it is valid, and if not, why. A deactivated account is always valid: it
 * lets nobody in. Reads only. Its memory grows with the number of accounts that share an address, not with that of all. Safe
 * for use by several threads.
 */
final class ValidateAccounts {
    private final AccountReader pages;
    private final PossibleDuplicatesByAccount duplicates;
    private final InstantSource time;

    ValidateAccounts(AccountPorts ports, AccountSettings settings, InstantSource time) {
        this.pages = new AccountReader(requireNonNull(ports, "ports"), settings);
        this.duplicates = new PossibleDuplicatesByAccount(ports);
        this.time = requireNonNull(time, "time");
    }

    /**
     * Looks at every account that is not erased.
     *
     * @param each is called with each account, the valid ones too, in the order of their ids
     */
    Validation validate(Consumer<? super Validation.AccountFindings> each) {
        Instant now = time.instant();
        Map<AccountId, String> shared = duplicates.read();
        long valid = 0;
        long invalid = 0;
        Map<Code, Long> byCode = new EnumMap<>(Code.class);
        try (Stream<Entry> all = pages.all(now)) {
            for (Entry entry : (Iterable<Entry>) all::iterator) {
                if (entry.account().state() == Account.State.ERASED) {
                    continue;
                }
                Validation.AccountFindings found =
                        new Validation.AccountFindings(entry.account(), findings(entry, shared, now));
                if (found.isValid()) {
                    valid++;
                } else {
                    invalid++;
                }
                found.findings().stream()
                        .map(Validation.Finding::code)
                        .distinct()
                        .forEach(code -> byCode.merge(code, 1L, Long::sum));
                each.accept(found);
            }
        }
        return new Validation(valid + invalid, valid, invalid, byCode);
    }

    /**
     * The accounts that follow one and are not valid.
     *
     * @param last the id of the account before; null to begin with the first
     * @param max how many at most
     */
    List<Validation.AccountFindings> invalid(@Nullable AccountId last, int max) {
        Instant now = time.instant();
        Map<AccountId, String> shared = duplicates.read();
        try (Stream<Entry> rest = pages.after(last, Math.max(max, BulkRun.CHUNK), now)) {
            return rest.filter(entry -> entry.account().state() != Account.State.ERASED)
                    .map(entry -> new Validation.AccountFindings(entry.account(), findings(entry, shared, now)))
                    .filter(found -> !found.isValid())
                    .limit(max)
                    .toList();
        }
    }

    private static List<Validation.Finding> findings(Entry entry, Map<AccountId, String> shared, Instant now) {
        if (!entry.account().isOpen()) {
            return List.of();
        }
        List<Validation.Finding> found = new ArrayList<>();
        pupils(entry, found);
        address(entry, found);
        wayIn(entry, now).ifPresent(found::add);
        String others = shared.get(entry.account().id());
        if (others != null) {
            found.add(new Validation.Finding(Code.POSSIBLE_DUPLICATE, others));
        }
        return found;
    }

    private static void pupils(Entry entry, List<Validation.Finding> found) {
        Family family = entry.family();
        if (family == null) {
            found.add(new Validation.Finding(Code.GUARDIAN_GONE, ""));
        } else if (entry.visible().isEmpty()) {
            found.add(new Validation.Finding(Code.NO_PUPIL, entry.withoutPupil().name()));
        }
        for (PupilId pupil : new TreeSet<>(entry.linked())) {
            if (!entry.visible().contains(pupil)) {
                found.add(new Validation.Finding(Code.DANGLING_LINK, pupil + ": " + whyNot(family, pupil)));
            }
        }
        for (PupilId pupil : entry.visible()) {
            if (!entry.linked().contains(pupil)) {
                found.add(new Validation.Finding(Code.MISSING_LINK, pupil.value()));
            }
        }
    }

    private static String whyNot(@Nullable Family family, PupilId pupil) {
        if (family == null) {
            return "UNKNOWN";
        }
        return family.wards().stream()
                .filter(ward -> ward.pupil().id().equals(pupil))
                .findFirst()
                .map(ward -> ward.pupil().active() ? "BARRED" : "NOT_ACTIVE")
                .orElse("UNKNOWN");
    }

    private static void address(Entry entry, List<Validation.Finding> found) {
        if (entry.source() == null) {
            return;
        }
        Contact contact = entry.source().contact();
        if (contact instanceof Contact.Unreachable unreachable) {
            if (unreachable.reason() == Contact.Reason.UNUSABLE_ADDRESS) {
                found.add(new Validation.Finding(Code.UNUSABLE_ADDRESS, unreachable.detail()));
            } else if (unreachable.reason() == Contact.Reason.PUPILS_ADDRESS) {
                found.add(new Validation.Finding(Code.PUPILS_ADDRESS, ""));
            }
        }
        EmailAddress now = contact instanceof Contact.Reachable reachable ? reachable.address() : null;
        if (!Objects.equals(now, entry.account().email())) {
            found.add(new Validation.Finding(Code.ADDRESS_OUT_OF_STEP, ""));
        }
    }

    private static Optional<Validation.Finding> wayIn(Entry entry, Instant now) {
        Account account = entry.account();
        if (account.state() != Account.State.PENDING) {
            return Optional.empty();
        }
        Instant passwordExpires = account.credential().expiresAt();
        if (passwordExpires != null) {
            return account.credential().isExpired(now)
                    ? Optional.of(new Validation.Finding(Code.EXPIRED_ACTIVATION, passwordExpires.toString()))
                    : Optional.empty();
        }
        Activation activation = entry.activation();
        if (activation == null
                || activation.usedAt() != null
                || activation.revision() != account.credential().revision()) {
            return Optional.of(new Validation.Finding(Code.NO_ACTIVATION, ""));
        }
        return now.isBefore(activation.expiresAt())
                ? Optional.empty()
                : Optional.of(new Validation.Finding(
                        Code.EXPIRED_ACTIVATION, activation.expiresAt().toString()));
    }

    /** For each account that shares its address: with whom. */
    private record PossibleDuplicatesByAccount(AccountPorts ports) {
        Map<AccountId, String> read() {
            Map<AccountId, String> byAccount = new HashMap<>();
            try (Stream<AccountStore.SharedAddress> all = ports.accounts().sharedAddresses()) {
                all.flatMap(shared -> PossibleDuplicates.pairs(shared.accounts()))
                        .forEach(pair -> {
                            note(byAccount, pair, pair.first(), pair.second());
                            note(byAccount, pair, pair.second(), pair.first());
                        });
            }
            return byAccount;
        }

        private static void note(
                Map<AccountId, String> byAccount,
                AccountPlan.PossibleDuplicate<Account> pair,
                Account account,
                Account other) {
            String text = other.id() + (pair.sameName() ? " SAME_NAME" : " OTHER_NAME");
            byAccount.merge(account.id(), text, (a, b) -> Stream.of(a, b).collect(Collectors.joining(", ")));
        }
    }
}
