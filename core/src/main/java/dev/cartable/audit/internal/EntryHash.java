package dev.cartable.audit.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Seal;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.Sha256;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How entries are hashed. The hash of an entry is the SHA-256 of its fields in one order, each with its length before it, and of the hash of
 * the entry before it; anybody can compute it. The hashes of actor and subject stand in it, not their values. A seal is the HMAC of the hash
 * under the host's key.
 */
public final class EntryHash {
    private static final String FORM = "cartable.audit.1";
    private static final String ENTRY = "audit.entry";
    private static final String END = "audit.end";
    private static final int KEY_ID = 16;

    private EntryHash() {}

    /** The hash of an entry, whatever hash it has itself. */
    public static String of(String previous, AuditEntry entry) {
        return Sha256.hex(Arrays.<@Nullable String>asList(
                FORM,
                previous,
                Long.toString(entry.number()),
                Long.toString(entry.at().toEpochMilli()),
                entry.deed(),
                entry.outcome(),
                entry.digest(),
                entry.counts(),
                entry.via(),
                entry.actorProof().hash(),
                entry.subjectProof().hash()));
    }

    /** The hash of who acted from where. */
    public static String ofActor(String salt, String actor, String from) {
        return Sha256.hex(Arrays.<@Nullable String>asList(FORM, "actor", salt, actor, from));
    }

    /** The hash of a subject. */
    public static String ofSubject(String salt, String subject) {
        return Sha256.hex(Arrays.<@Nullable String>asList(FORM, "subject", salt, subject));
    }

    /** The numbers of a run as they are hashed. */
    public static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(count -> count.getKey() + "=" + count.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The seal of an entry's hash under the current key. */
    static Seal seal(HostKey key, String hash) {
        return new Seal(idOf(key), key.hmac(ENTRY, hash));
    }

    /** The end of the trail, sealed where there is a key. */
    static AuditHead end(@Nullable HostKey key, long number, String hash) {
        return new AuditHead(
                number, hash, key == null ? null : new Seal(idOf(key), key.hmac(END, Long.toString(number), hash)));
    }

    /** Whether the seal is known to be right or wrong. */
    public static Sealed check(@Nullable HostKey key, AuditEntry entry) {
        return check(key, entry.seal(), ENTRY, entry.hash());
    }

    /** Whether the seal is known to be right or wrong. */
    public static Sealed check(@Nullable HostKey key, AuditHead end) {
        return check(key, end.seal(), END, Long.toString(end.number()), end.hash());
    }

    private static Sealed check(@Nullable HostKey key, @Nullable Seal seal, String purpose, String... parts) {
        if (seal == null) {
            return Sealed.NO;
        }
        if (key == null) {
            return Sealed.OTHER_KEY;
        }
        for (HostKey one : key.all()) {
            if (idOf(one).equals(seal.key())) {
                return one.hmac(purpose, parts).equals(seal.hmac()) ? Sealed.YES : Sealed.WRONG;
            }
        }
        return Sealed.OTHER_KEY;
    }

    private static String idOf(HostKey key) {
        return requireNonNull(key, "key").checkValue().substring(0, KEY_ID);
    }

    /** What a seal proves. */
    public enum Sealed {
        YES,
        NO,
        /** It is not the one that its key makes. */
        WRONG,
        /** Its key is not known here. */
        OTHER_KEY
    }
}
