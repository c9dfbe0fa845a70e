package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.Tombstones;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.port.ErasedGuardians;
import dev.cartable.work.HostKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who was erased, known by keyed tombstones: nobody without the host's key can say who they are. */
public final class Erasures implements ErasedGuardians {
    private final Tombstones tombstones;
    private final HostKey key;

    public Erasures(Tombstones tombstones, HostKey key) {
        this.tombstones = requireNonNull(tombstones, "tombstones");
        this.key = requireNonNull(key, "key");
    }

    /** The key under which an erased guardian is remembered. */
    static String tombstone(HostKey key, GuardianId guardian) {
        return HexFormat.of().formatHex(key.derive("account.tombstone", guardian.value()));
    }

    @Override
    public Set<GuardianId> among(Collection<GuardianId> guardians) {
        return among(tombstones, key, guardians);
    }

    static Set<GuardianId> among(Tombstones tombstones, HostKey key, Collection<GuardianId> guardians) {
        if (guardians.isEmpty()) {
            return Set.of();
        }
        Map<String, GuardianId> byKey = new HashMap<>();
        guardians.forEach(id -> byKey.put(tombstone(key, id), id));
        return tombstones.among(byKey.keySet()).stream().map(byKey::get).collect(Collectors.toSet());
    }
}
