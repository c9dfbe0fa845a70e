package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountWriter.Decided;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.PrefetchingIterator;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the roster and the accounts side by side, a page at a time, and decides what each guardian gets. Never writes. */
final class AccountDecisions {
    /** Guardians that are read at once: more than are written at once, since most of a page's time goes by in round trips. */
    private static final int PAGE = 1_000;

    private final AccountPorts ports;
    private final AccountSettings settings;
    private final HostKey key;
    private final Tokens tokens;

    AccountDecisions(AccountPorts ports, AccountSettings settings, HostKey key) {
        this.ports = ports;
        this.settings = settings;
        this.key = key;
        this.tokens = new Tokens(key);
    }

    /**
     * A decision for each guardian that the request is about, in a stable order, read on demand. Close the stream.
     *
     * @param readAhead reads the next page while one is decided about; null if the caller reads it
     * @throws dev.cartable.account.HostKeyMismatchException if people were erased under another host key
     */
    Stream<Decided> stream(GenerationRequest request, Instant now, @Nullable Executor readAhead) {
        new HostKeyGuard(key, ports.hostKeys()).check();
        Seen seen = new Seen(request.isWholeSchool() ? known() : 0, now);
        Stream<Family> families = families(request);
        Stream<Page> pages = Chunks.stream(families, PAGE).map(this::page);
        Stream<Decided> inRoster = PrefetchingIterator.stream(pages, readAhead)
                .flatMap(page -> decide(request, page, now).stream())
                .peek(seen::note);
        Stream<Decided> all = request.isWholeSchool()
                ? Stream.concat(inRoster, Stream.of(seen).flatMap(s -> vanished(request, s)))
                : inRoster;
        return limited(all, request).onClose(families::close);
    }

    /** What the roster says now about these guardians; those it does not know are left out. */
    Map<GuardianId, AccountSource> sources(Collection<GuardianId> guardians, Instant now) {
        return read(ports.roster().families(guardians), now).stream()
                .collect(Collectors.toMap(s -> s.guardian().id(), Function.identity()));
    }

    private Stream<Family> families(GenerationRequest request) {
        if (request.promotion() != null) {
            return ports.roster().families(request.promotion());
        }
        if (!request.guardians().isEmpty()) {
            return ports.roster().families(request.guardians()).stream()
                    .sorted(Comparator.comparing(family -> family.guardian().id()));
        }
        return ports.roster().families();
    }

    /** Families with the accounts of those that have one. */
    private record Page(List<Family> families, Map<GuardianId, Account> accounts) {}

    private Page page(List<Family> families) {
        return new Page(families, ports.accounts().byGuardian(ids(families)));
    }

    private static List<GuardianId> ids(List<Family> families) {
        return families.stream().map(family -> family.guardian().id()).toList();
    }

    private List<Decided> decide(GenerationRequest request, Page page, Instant now) {
        Map<GuardianId, Account> accounts = page.accounts();
        // Who has an account is not erased: erasing takes the guardian's id out of it.
        Set<GuardianId> erased = Erasures.among(
                ports.tombstones(),
                key,
                ids(page.families()).stream()
                        .filter(id -> !accounts.containsKey(id))
                        .toList());
        Map<GuardianId, AccountSource> sources = new LinkedHashMap<>();
        read(page.families(), now)
                .forEach(source -> sources.put(source.guardian().id(), source));
        Map<AccountId, Activation> links = links(sources, accounts);
        return sources.values().stream()
                .map(source -> {
                    GuardianId id = source.guardian().id();
                    Account account = accounts.get(id);
                    Activation link = account == null ? null : links.get(account.id());
                    boolean openLink = account != null && link != null && link.isOpen(account, now);
                    boolean otherNumber = account != null && isOtherNumber(account, source, link);
                    return new Decided(
                            source,
                            GenerationRules.decide(new GenerationRules.Case(
                                    request, source, account, erased.contains(id), openLink, otherNumber)),
                            account,
                            openLink,
                            otherNumber,
                            account != null
                                    && !source.pupils().isEmpty()
                                    && AccountReader.hasExpired(account, link, now));
                })
                .toList();
    }

    /** Whether a guardian without a usable address is reached at another number than the one to which the newest link was sent. */
    private boolean isOtherNumber(Account account, AccountSource source, @Nullable Activation link) {
        if (account.email() != null || source.contact().address() != null) {
            return false;
        }
        return source.phone() == null
                ? link != null && link.code() != null
                : link == null || !tokens.isSentTo(link, source.phone());
    }

    /** The newest links to accounts that wait for their parents, and to active ones that have another address now or none. */
    private Map<AccountId, Activation> links(
            Map<GuardianId, AccountSource> sources, Map<GuardianId, Account> accounts) {
        List<AccountId> asked = accounts.values().stream()
                .filter(account -> account.isOpen()
                        && (!account.hasChosenPassword()
                                || account.email() == null
                                || GenerationRules.isReadressed(
                                        account, requireNonNull(sources.get(account.guardian()), "source"))))
                .map(Account::id)
                .toList();
        return asked.isEmpty() ? Map.of() : ports.activations().latest(asked);
    }

    /** How many accounts there are that a guardian of the roster should have. */
    private long known() {
        return ports.accounts().counts().entrySet().stream()
                .filter(e -> e.getKey() != Account.State.ERASED)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Accounts whose guardian the roster no longer has: they lose their pupils in this run. */
    private Stream<Decided> vanished(GenerationRequest request, Seen seen) {
        if (seen.missing() <= 0) {
            return Stream.empty();
        }
        Stream<Account> all = ports.accounts().all().filter(account -> account.state() != Account.State.ERASED);
        return Chunks.stream(all, PAGE)
                .flatMap(page -> missing(request, page).stream())
                .onClose(all::close);
    }

    private List<Decided> missing(GenerationRequest request, List<Account> page) {
        Set<GuardianId> there = ports
                .roster()
                .families(page.stream().map(Account::guardian).toList())
                .stream()
                .map(family -> family.guardian().id())
                .collect(Collectors.toSet());
        List<Account> vanished = page.stream()
                .filter(account -> !there.contains(account.guardian()))
                .toList();
        List<AccountSource> sources = read(
                vanished.stream()
                        .map(account -> new Family(lastKnown(account), List.of()))
                        .toList(),
                Instant.EPOCH);
        return IntStream.range(0, vanished.size())
                .mapToObj(i -> {
                    Account account = vanished.get(i);
                    AccountSource source = sources.get(i);
                    return new Decided(
                            source,
                            GenerationRules.decide(
                                    new GenerationRules.Case(request, source, account, false, false, false)),
                            account,
                            false,
                            false,
                            false);
                })
                .toList();
    }

    private static Guardian lastKnown(Account account) {
        return new Guardian(
                account.guardian(),
                account.name(),
                account.email() == null ? null : account.email().value(),
                null,
                account.language().toLanguageTag());
    }

    private List<AccountSource> read(Collection<Family> page, Instant now) {
        return AccountSource.of(
                page,
                ports.addressing(),
                AccountKinds.credential(settings.firstCredential()),
                settings.school(),
                settings.school().today(now));
    }

    private static Stream<Decided> limited(Stream<Decided> all, GenerationRequest request) {
        Integer limit = request.limit();
        if (limit == null) {
            return all;
        }
        int[] used = {0};
        return all.takeWhile(d -> used[0] < limit).peek(d -> {
            if (d.step().action() == Action.CREATE || d.step().action() == Action.RENEW) {
                used[0]++;
            }
        });
    }

    /** Which of the accounts that were there at the start have been met. */
    private static final class Seen {
        private final Instant start;
        private long missing;

        Seen(long known, Instant start) {
            this.missing = known;
            this.start = start;
        }

        void note(Decided d) {
            Account account = d.account();
            if (account != null && !account.createdAt().isAfter(start)) {
                missing--;
            }
        }

        long missing() {
            return missing;
        }
    }
}
