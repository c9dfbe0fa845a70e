package dev.cartable.audit.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.internal.EntryHash.Sealed;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Proof;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.port.AuditStore;
import dev.cartable.audit.port.AuditStore.End;
import dev.cartable.audit.port.AuditStore.Erased;
import dev.cartable.work.Actor;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.AuditLog;
import dev.cartable.work.internal.Deed;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends entries, each with the hash of the one before it, sealed with the host's key if there is one. Where the end of the trail is not as
 * it was left, it first appends an entry that says so: without the key, nobody can make a change look as if there had been none. Safe for use
 * by several threads and nodes.
 */
public final class ChainedAuditLog implements AuditLog {
    /** The deed of an entry that says that the trail had been changed by hand. */
    public static final String BROKEN = "audit.broken";

    /** The deed of an entry that says that the database was restored; its count {@value #REPLACED} and its digest are the end of the one before. */
    public static final String RESTORED = "database.restore";

    /** The number of the last entry of the database that was replaced. */
    public static final String REPLACED = "replaced";

    private static final Logger LOG = LoggerFactory.getLogger(ChainedAuditLog.class);
    private static final int SALT = 16;

    private final AuditStore store;
    private final @Nullable HostKey key;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    /** @param key null for entries without seals */
    public ChainedAuditLog(AuditStore store, @Nullable HostKey key, InstantSource time) {
        this.store = requireNonNull(store, "store");
        this.key = key;
        this.time = requireNonNull(time, "time");
    }

    @Override
    public void record(Tx tx, Actor actor, Deed deed) {
        append(tx, intact(tx), actor, deed);
    }

    @Override
    public void erase(Tx tx, Actor actor, Erasure erasure) {
        AuditHead end = intact(tx);
        Erased erased = store.erase(tx, erasure.names(), erasure.pseudonym(), erasure.subjects(), end.number() + 1);
        Actor acting = erasure.names().contains(actor.name()) ? new Actor(erasure.pseudonym(), actor.via(), "") : actor;
        append(tx, end, acting, erasure.deed().with("actors", erased.actors()).with("subjects", erased.subjects()));
    }

    /** The end to go on from; after an entry that says so, if somebody else has changed it. */
    private AuditHead intact(Tx tx) {
        End end = store.lock(tx);
        if (isIntact(end)) {
            return end.saved();
        }
        AuditEntry last = end.last();
        LOG.warn("the audit trail was changed by hand; verify it");
        long number = Math.max(end.saved().number(), last == null ? 0 : last.number());
        String hash = last == null ? AuditHead.none().hash() : last.hash();
        return append(
                tx,
                new AuditHead(number, hash, null),
                Actor.application(),
                Deed.of(BROKEN).ended(Deed.Outcome.FAILED));
    }

    private boolean isIntact(End end) {
        AuditHead saved = end.saved();
        AuditEntry last = end.last();
        if (last == null) {
            return saved.number() == 0;
        }
        if (saved.number() != last.number() || !saved.hash().equals(last.hash())) {
            return false;
        }
        return switch (EntryHash.check(key, saved)) {
            case YES -> true;
            case NO -> EntryHash.check(key, last) == Sealed.NO;
            // A key that was lost and replaced: the entries under it stay as they are.
            case OTHER_KEY -> EntryHash.check(key, last) == Sealed.OTHER_KEY;
            case WRONG -> false;
        };
    }

    private AuditHead append(Tx tx, AuditHead after, Actor actor, Deed deed) {
        String actorSalt = salt();
        String subjectSalt = salt();
        Instant at = time.instant().truncatedTo(ChronoUnit.MILLIS);
        AuditEntry open = new AuditEntry(
                after.number() + 1,
                at,
                deed.name(),
                deed.outcome().name(),
                deed.subject(),
                deed.digest(),
                EntryHash.counts(deed.counts()),
                actor.name(),
                actor.via().name(),
                actor.from(),
                new Proof(actorSalt, EntryHash.ofActor(actorSalt, actor.name(), actor.from()), 0),
                new Proof(subjectSalt, EntryHash.ofSubject(subjectSalt, deed.subject()), 0),
                "",
                null);
        String hash = EntryHash.of(after.hash(), open);
        AuditEntry entry = new AuditEntry(
                open.number(),
                open.at(),
                open.deed(),
                open.outcome(),
                open.subject(),
                open.digest(),
                open.counts(),
                open.actor(),
                open.via(),
                open.from(),
                open.actorProof(),
                open.subjectProof(),
                hash,
                key == null ? null : EntryHash.seal(key, hash));
        AuditHead end = EntryHash.end(key, entry.number(), hash);
        store.append(tx, entry, end);
        return end;
    }

    private String salt() {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }
}
