package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.internal.SchoolParts;
import dev.cartable.school.port.SchoolStores;

/**
 * Cartable's own relations of people, for hosts that define no views over their tables. Safe for use by several threads.
 */
public final class Rosters {
    private final SchoolParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Rosters(SchoolParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * Fills Cartable's own relations from a roster. Needs the key once anybody was erased: without it the erased cannot be
     * recognised, and the roster would bring them back.
     */
    public ImportRoster importRoster() {
        SchoolStores stores = parts.schoolStores();
        return new ImportRoster(parts.transactions(), stores.leases(), stores.rosterStore(), parts.erasedGuardians());
    }

    /** Fills Cartable's own relation of users of the network. */
    public SaveUsers saveUsers() {
        SchoolStores stores = parts.schoolStores();
        return new SaveUsers(
                parts.transactions(), parts.users(), stores.userStore(), stores.rosterStore(), parts.erasedUsers());
    }
}
