package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.AccountWriter.Decided;
import dev.cartable.account.AccountWriter.Prepared;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.HostKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The use case that opens one guardian's account, in the transaction of the host if there is one: account, links and message
 * are there together with the host's own rows, or not at all. Doing it again changes nothing. Safe for use by several
 * threads and nodes.
 */
final class OpenAccount {
    private final AccountPorts ports;
    private final HostKey key;
    private final AccountWriter writer;
    private final AccountDecisions decisions;
    private final InstantSource time;

    OpenAccount(AccountPorts ports, NoticeQueue queue, AccountSettings settings, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.key = requireNonNull(key, "key");
        this.writer = new AccountWriter(ports, queue, settings, key);
        this.decisions = new AccountDecisions(ports, settings, key);
        this.time = requireNonNull(time, "time");
    }

    Optional<AccountStep> open(GuardianId guardian) {
        requireNonNull(guardian, "guardian");
        Instant now = time.instant();
        GenerationRequest request = GenerationRequest.of(Set.of(guardian));
        Optional<Decided> decided;
        try (Stream<Decided> one = decisions.stream(request, now, null)) {
            decided = one.findFirst();
        }
        if (decided.isEmpty() || !decided.get().step().writes()) {
            return decided.map(Decided::step);
        }
        List<Decided> writing = List.of(decided.get());
        Map<GuardianId, Prepared> prepared = writer.prepare(writing, now);
        List<Decided> written = ports.unitOfWork().call(tx -> {
            // An erasure waits for the end of this transaction, which may be the host's and long, and finds the account
            // then.
            ports.tombstones().hold(tx, Erasures.tombstone(key, guardian), now);
            return writer.write(tx, request, writing, prepared, now);
        });
        return Optional.of(written.get(0).step());
    }
}
