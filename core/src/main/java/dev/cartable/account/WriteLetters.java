package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountPages.Entry;
import dev.cartable.account.NewCredentials.Issued;
import dev.cartable.account.NewCredentials.Way;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountState;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Letter;
import dev.cartable.account.model.LetterCounts;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.account.port.Letters;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.Chunks;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that writes a letter to each parent who has yet to come in and has no usable address. It brings the account's
 * present credential, so that printing it again says the same; where that has expired or is missing, the next one is stored
 * first. Holds the same lease as {@link GenerateAccounts}; safe for use by several threads.
 */
public final class WriteLetters {
    private final AccountPorts ports;
    private final Renderer renderer;
    private final AccountPages pages;
    private final AccountWords words;
    private final NewCredentials credentials;
    private final Tokens tokens;
    private final AccountSettings settings;
    private final InstantSource time;

    public WriteLetters(
            AccountPorts ports, Renderer renderer, AccountSettings settings, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.renderer = requireNonNull(renderer, "renderer");
        this.settings = requireNonNull(settings, "settings");
        this.pages = new AccountPages(ports, settings.school());
        this.words = new AccountWords(ports.roster(), settings.school());
        this.credentials = new NewCredentials(ports, settings, key);
        this.tokens = new Tokens(key);
        this.time = requireNonNull(time, "time");
    }

    /**
     * Writes a letter for each account that waits for one.
     *
     * @throws dev.cartable.notice.model.TemplateException if there is no template for letters, or it cannot be filled
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public LetterCounts write(Letters letters) {
        return write(List.of(), letters);
    }

    /**
     * As {@link #write(Letters)}, for these guardians alone; empty means everyone.
     *
     * @throws dev.cartable.notice.model.TemplateException if there is no template for letters, or it cannot be filled
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public LetterCounts write(Collection<GuardianId> guardians, Letters letters) {
        ports.unitOfWork().requireOwn("writing letters");
        Instant now = time.instant();
        Tally tally = new Tally();
        try (Lease lease = Lease.take(ports.leases(), GenerateAccounts.LEASE);
                Stream<Entry> all = guardians.isEmpty() ? pages.all(now) : pages.of(guardians, now)) {
            Stream<Entry> waiting = all.filter(entry -> entry.account().state() == AccountState.PENDING
                    && entry.account().email() == null);
            for (List<Entry> chunk :
                    (Iterable<List<Entry>>) () -> Chunks.of(waiting.iterator(), GenerateAccounts.CHUNK)) {
                write(chunk, lease, letters, now, tally);
            }
        }
        return tally.counts();
    }

    private void write(List<Entry> chunk, Lease lease, Letters letters, Instant now, Tally tally) {
        List<Entry> entitled =
                chunk.stream().filter(entry -> !entry.visible().isEmpty()).toList();
        List<Entry> expired =
                entitled.stream().filter(entry -> needsRenewal(entry, now)).toList();
        Map<AccountId, Issued> renewed = renew(expired, lease, now);
        Map<AccountId, String> pupils =
                words.pupils(entitled.stream().map(Entry::account).toList(), now);
        tally.input += chunk.size();
        tally.skipped += chunk.size() - entitled.size();
        tally.renewed += renewed.size();
        for (Entry entry : entitled) {
            Issued fresh = renewed.get(entry.account().id());
            if (fresh == null && needsRenewal(entry, now)) {
                tally.skipped++;
                continue;
            }
            Account account = fresh == null ? entry.account() : fresh.account();
            Activation activation = fresh == null ? entry.activation() : fresh.activation();
            Letter letter = letter(account, activation, pupils.getOrDefault(account.id(), ""), fresh != null);
            switch (letters.put(letter)) {
                case WRITTEN -> tally.written++;
                case UNCHANGED -> tally.unchanged++;
                case TAKEN -> tally.failed++;
            }
        }
    }

    private static boolean needsRenewal(Entry entry, Instant now) {
        Credential credential = entry.account().credential();
        if (credential.origin() == Credential.Origin.TEMPORARY) {
            return false;
        }
        Activation activation = entry.activation();
        return activation == null
                || activation.usedAt() != null
                || activation.revision() != credential.revision()
                || !now.isBefore(activation.expiresAt());
    }

    private Map<AccountId, Issued> renew(List<Entry> expired, Lease lease, Instant now) {
        if (expired.isEmpty()) {
            return Map.of();
        }
        Map<AccountId, Preparation> prepared = new HashMap<>();
        for (Entry entry : expired) {
            Way way = credentials.way(entry.account(), false);
            prepared.put(entry.account().id(), new Preparation(way, credentials.prepare(entry.account(), way)));
        }
        return ports.unitOfWork().call(tx -> {
            lease.renew(tx);
            return renew(tx, expired, prepared, now);
        });
    }

    private record Preparation(Way way, @Nullable String hash) {}

    private Map<AccountId, Issued> renew(
            Tx tx, List<Entry> expired, Map<AccountId, Preparation> prepared, Instant now) {
        Map<GuardianId, Account> locked = ports.accounts()
                .lock(tx, expired.stream().map(e -> e.account().guardian()).toList());
        Map<AccountId, Issued> renewed = new HashMap<>();
        for (Entry entry : expired) {
            Account read = entry.account();
            Account before = locked.get(read.guardian());
            Preparation ready = requireNonNull(prepared.get(read.id()));
            if (before != null && before.version() == read.version()) {
                renewed.put(read.id(), credentials.issue(before, ready.way(), ready.hash(), now));
            }
        }
        List<Issued> rows = new ArrayList<>(renewed.values());
        ports.accounts().update(tx, rows.stream().map(Issued::account).toList());
        ports.activations().issue(tx, NewCredentials.activations(rows));
        return renewed;
    }

    private Letter letter(Account account, @Nullable Activation activation, String pupils, boolean renewed) {
        int revision = account.credential().revision();
        Map<String, String> variables = words.about(account, pupils);
        variables.put("page", settings.activationPage().toString());
        if (account.credential().origin() == Credential.Origin.TEMPORARY) {
            variables.put("password", tokens.temporaryPassword(account.id(), revision));
            variables.put("link", "");
            variables.put("token", "");
            variables.put("expires", "");
        } else {
            String token = tokens.activation(account.id(), revision);
            variables.put("password", "");
            variables.put("link", settings.activationPage() + "#" + token);
            variables.put("token", Tokens.grouped(token));
            variables.put("expires", words.day(requireNonNull(activation).expiresAt(), account.language()));
        }
        Renderer.Words text = renderer.render(AccountKinds.LETTER, account.language(), Channel.IN_APP, variables);
        return new Letter(
                account.id(),
                "letter-" + account.username() + ".txt",
                text.subject() + "\n\n" + text.text().strip() + "\n\n-- \n" + account.id() + "\n",
                renewed);
    }

    private static final class Tally {
        private long input;
        private long written;
        private long renewed;
        private long unchanged;
        private long skipped;
        private long failed;

        LetterCounts counts() {
            return new LetterCounts(input, written, renewed, unchanged, skipped, failed);
        }
    }
}
