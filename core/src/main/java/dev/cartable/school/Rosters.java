package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.internal.SchoolParts;
import dev.cartable.school.model.User;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.work.Counts;
import java.util.Iterator;

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
        return new ImportRoster(parts.transactions(), stores.leases(), stores.rosterStore(), parts.erasedPeople());
    }

    /** Who may see what is kept about which pupil. */
    public Entitlements entitlements() {
        return new Entitlements(parts.roster(), parts::users, parts::supervisors);
    }

    /**
     * Fills Cartable's own relation of users of the network, where the host has none. Users that are not given stay as they are. Where
     * Cartable owns the promotions, those that users are put into are {@linkplain
     * dev.cartable.school.port.RosterStore#keepPromotions kept} from then on: a roster that does not have them does not retire them.
     * One that does not exist, or no longer, is not made. Users who were erased at their wish are left out, and count as unchanged. Each
     * chunk is one transaction, with what is kept for it.
     *
     * @param users read once, to its end
     * @throws RosterException if users are the host's own view; nothing is written
     */
    public SavedUsers saveUsers(Iterator<User> users) {
        return saving().save(users);
    }

    /** What {@link #saveUsers} would do. Writes nothing. */
    public SavedUsers planUsers(Iterator<User> users) {
        return saving().plan(users);
    }

    private SaveUsers saving() {
        SchoolStores stores = parts.schoolStores();
        return new SaveUsers(
                parts.transactions(), parts.users(), stores.userStore(), stores.rosterStore(), parts.erasedPeople());
    }

    /** What became of users that were saved: {@code input = created + updated + unchanged}. */
    public record SavedUsers(long input, long created, long updated, long unchanged) implements Counts {
        SavedUsers plus(SavedUsers more) {
            return new SavedUsers(
                    input + more.input, created + more.created, updated + more.updated, unchanged + more.unchanged);
        }
    }
}
