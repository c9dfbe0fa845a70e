package dev.cartable.quota.port;

import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.ProfileTally;
import dev.cartable.quota.model.TallyQuery;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

/** Adds up what users have used, where it is stored. Reads only. Safe for use by several threads. */
public interface UsageStatistics {
    /**
     * How many active users each profile serves from each level, and what they have used in the window: as
     * {@link dev.cartable.quota.model.Resolution} and the rules for counters would say of each of them. Users
     * whom no profile serves are in a tally without profile. There may be several tallies of the same kind, to be added up.
     */
    List<ProfileTally> tally(TallyQuery question);

    /** What all users have used on each day, from the first day to the last one given; days without use are left out. */
    NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last);

    /** As {@link #days(LocalDate, LocalDate)}, of the active users whom a profile serves at the instant of the question. */
    NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last, ProfileId profile, TallyQuery question);

    /** As {@link #days(LocalDate, LocalDate)}, of these users. */
    NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last, Collection<UserId> users);
}
