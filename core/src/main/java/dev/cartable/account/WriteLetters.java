package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountReader.Entry;
import dev.cartable.account.CredentialIssuer.Issued;
import dev.cartable.account.CredentialIssuer.Way;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Credential;
import dev.cartable.account.port.Letters;
import dev.cartable.account.port.Letters.Draft;
import dev.cartable.account.port.Letters.Letter;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.internal.PromotionNames;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.port.Users;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that writes a letter to each parent who has yet to come in and has no usable address; to one who is reached by short
 * message only if the parent is named. A parent who has come in before gets one while a credential waits that was made anew by
 * {@link ResendCredentials}. It brings the account's present credential, so that printing it again says the same. Where that has
 * expired or is missing and the parent has yet to come in, three steps follow one another: the letter with the next credential is drafted ({@link Letters#draft}), the credential is stored, and the letter is put
 * there. So no credential is renewed whose letter cannot be written. Holds the same lease as {@link GenerateAccounts}; safe for
 * use by several threads. It has no plan and no digest: which letters are there already is known only where they are put.
 */
final class WriteLetters {
    private final AccountPorts ports;
    private final Renderer renderer;
    private final AccountReader pages;
    private final AccountWords words;
    private final CredentialIssuer credentials;
    private final Tokens tokens;
    private final AccountSettings settings;
    private final Supplier<Users> users;
    private final InstantSource time;

    WriteLetters(
            AccountPorts ports,
            Renderer renderer,
            AccountSettings settings,
            Supplier<Users> users,
            HostKey key,
            InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.renderer = requireNonNull(renderer, "renderer");
        this.settings = requireNonNull(settings, "settings");
        this.users = requireNonNull(users, "users");
        this.pages = new AccountReader(ports, settings);
        this.words = new AccountWords(settings.school());
        this.credentials = new CredentialIssuer(ports, settings, key);
        this.tokens = new Tokens(key);
        this.time = requireNonNull(time, "time");
    }

    Letters.Counts write(Letters letters) {
        return write(List.of(), letters);
    }

    Letters.Counts write(Collection<GuardianId> guardians, Letters letters) {
        credentials.checkKey();
        return new BulkRun(ports.unitOfWork(), ports.leases(), GenerateAccounts.LEASE, "writing letters")
                .chunks(transactions -> write(guardians, letters, transactions));
    }

    private Letters.Counts write(Collection<GuardianId> guardians, Letters letters, UnitOfWork transactions) {
        Instant now = time.instant();
        Tally tally = new Tally(new PromotionNames(users));
        try (Stream<Entry> all = guardians.isEmpty() ? pages.all(now) : pages.of(guardians, now)) {
            Stream<Entry> waiting =
                    all.filter(entry -> (entry.account().state() == Account.State.PENDING || isSentAgain(entry, now))
                            && entry.account().email() == null
                            && (!guardians.isEmpty() || !entry.isReachedByTelephone()));
            for (List<Entry> chunk : (Iterable<List<Entry>>) () -> Chunks.of(waiting.iterator(), BulkRun.CHUNK)) {
                write(chunk, transactions, letters, now, tally);
            }
        }
        return tally.counts();
    }

    private void write(List<Entry> chunk, UnitOfWork transactions, Letters letters, Instant now, Tally tally) {
        List<Entry> entitled =
                chunk.stream().filter(entry -> !entry.visible().isEmpty()).toList();
        tally.input += chunk.size();
        tally.skipped += chunk.size() - entitled.size();
        List<Renewal> renewals = new ArrayList<>();
        try {
            for (Entry entry : entitled) {
                List<Pupil> pupils = entry.pupils();
                Optional<String> secret = secret(entry, now);
                if (secret.isEmpty()) {
                    Issued issued = issue(entry, now);
                    String fresh = secret(issued.account(), issued.activation()).orElseThrow();
                    Letter letter =
                            letter(issued.account(), issued.activation(), fresh, bearers(pupils, tally), pupils, true);
                    renewals.add(new Renewal(entry, issued, letters.draft(letter)));
                } else {
                    try (Draft draft = letters.draft(letter(
                            entry.account(),
                            entry.activation(),
                            secret.get(),
                            bearers(pupils, tally),
                            pupils,
                            false))) {
                        put(draft, tally);
                    }
                }
            }
            renew(renewals, transactions, tally);
        } finally {
            renewals.forEach(renewal -> renewal.draft().close());
        }
    }

    private static void put(Draft draft, Tally tally) {
        draft.put();
        switch (draft.outcome()) {
            case WRITTEN -> tally.written++;
            case UNCHANGED -> tally.unchanged++;
            case TAKEN -> tally.failed++;
        }
    }

    /** An account's next credential, not yet stored, and the letter that brings it, which is written and not yet there. */
    private record Renewal(Entry entry, Issued issued, Draft draft) {
        boolean isTaken() {
            return draft.outcome() == Letters.Outcome.TAKEN;
        }
    }

    /** Whether a parent who has come in before waits for a credential that can still be used. */
    private boolean isSentAgain(Entry entry, Instant now) {
        return entry.account().state() == Account.State.ACTIVE
                && secret(entry, now).isPresent();
    }

    /** What the letter is to bring; empty if that has expired, is missing, or was made with a host key that is lost. */
    private Optional<String> secret(Entry entry, Instant now) {
        Credential credential = entry.account().credential();
        Activation activation = entry.activation();
        boolean outdated = credential.origin() == Credential.Origin.TEMPORARY
                ? credential.isExpired(now)
                : activation == null
                        || activation.usedAt() != null
                        || activation.revision() != credential.revision()
                        || !now.isBefore(activation.expiresAt());
        return outdated ? Optional.empty() : secret(entry.account(), activation);
    }

    private Optional<String> secret(Account account, @Nullable Activation activation) {
        return account.credential().origin() == Credential.Origin.TEMPORARY
                ? tokens.temporaryPassword(account, ports.passwords())
                : Optional.ofNullable(activation).flatMap(letter -> tokens.activation(letter, null));
    }

    private Issued issue(Entry entry, Instant now) {
        Way way = credentials.way(entry.account(), false, null);
        return credentials.issue(entry.account(), way, credentials.prepare(entry.account(), way), null, now);
    }

    /** Stores the credentials whose letters could be written, and then puts the letters. */
    private void renew(List<Renewal> renewals, UnitOfWork transactions, Tally tally) {
        List<Renewal> ready =
                renewals.stream().filter(renewal -> !renewal.isTaken()).toList();
        tally.failed += renewals.size() - ready.size();
        if (ready.isEmpty()) {
            return;
        }
        List<Renewal> stored = transactions.<List<Renewal>>call(tx -> store(tx, ready));
        tally.skipped += ready.size() - stored.size();
        tally.renewed += stored.size();
        stored.forEach(renewal -> put(renewal.draft(), tally));
    }

    private List<Renewal> store(Tx tx, List<Renewal> ready) {
        credentials.useKey(tx, time.instant());
        Map<GuardianId, Account> locked = ports.accounts()
                .lock(
                        tx,
                        ready.stream().map(r -> r.entry().account().guardian()).toList());
        List<Renewal> unmoved = ready.stream()
                .filter(r -> {
                    Account read = r.entry().account();
                    Account before = locked.get(read.guardian());
                    return before != null && before.version() == read.version();
                })
                .toList();
        List<Issued> rows = unmoved.stream().map(Renewal::issued).toList();
        ports.accounts().update(tx, rows.stream().map(Issued::account).toList());
        ports.activations().issue(tx, CredentialIssuer.activations(rows));
        return unmoved;
    }

    private Letter letter(
            Account account,
            @Nullable Activation activation,
            String secret,
            List<LetterContent.Bearer> bearers,
            List<Pupil> pupils,
            boolean renewed) {
        Map<String, String> variables = words.about(account, pupils);
        variables.put("page", settings.activationPage().toString());
        if (account.credential().origin() == Credential.Origin.TEMPORARY) {
            variables.put("password", secret);
            variables.put("link", "");
            variables.put("token", "");
            variables.put(
                    "expires",
                    words.day(requireNonNull(account.credential().expiresAt(), "expiresAt"), account.language()));
        } else {
            variables.put("password", "");
            variables.put("link", settings.activationPage() + "#" + secret);
            variables.put("token", Tokens.grouped(secret));
            variables.put("expires", words.day(requireNonNull(activation).expiresAt(), account.language()));
        }
        variables.put("reset", account.state() == Account.State.ACTIVE ? "1" : "");
        Renderer.Words text = renderer.render(AccountKinds.LETTER, account.language(), Channel.IN_APP, variables);
        LetterContent content = new LetterContent(
                Recipient.guardian(account.guardian()),
                account.name().full(),
                List.of(),
                bearers,
                null,
                account.language(),
                text.subject(),
                text.text(),
                account.id().toString());
        return new Letter(account.id(), "letter-" + account.username() + ".txt", content, renewed);
    }

    private List<LetterContent.Bearer> bearers(List<Pupil> pupils, Tally tally) {
        return pupils.stream()
                .map(pupil -> new LetterContent.Bearer(pupil.name().full(), tally.promotions.of(pupil.promotion())))
                .sorted(LetterContent.Bearer.inOrder(settings.school().language()))
                .toList();
    }

    private static final class Tally {
        private long input;
        private long written;
        private long renewed;
        private long unchanged;
        private long skipped;
        private long failed;
        private final PromotionNames promotions;

        Tally(PromotionNames promotions) {
            this.promotions = promotions;
        }

        Letters.Counts counts() {
            return new Letters.Counts(input, written, renewed, unchanged, skipped, failed);
        }
    }
}
