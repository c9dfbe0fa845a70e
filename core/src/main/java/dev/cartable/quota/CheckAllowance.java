package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.UserAllowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The use case that says what a user may use now: which profile serves them and why, how each window stands, and what an
 * access point has to know. Reads only, one question to the store; safe for use by several threads.
 */
final class CheckAllowance {
    private final QuotaReader reader;
    private final InstantSource time;

    CheckAllowance(QuotaPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.reader = new QuotaReader(ports, settings, calendar);
        this.time = requireNonNull(time, "time");
    }

    /**
     * What a user may use now.
     *
     * @throws QuotaException if the host does not know the user
     */
    Allowance check(UserId user) {
        return find(user).map(UserAllowance::allowance).orElseThrow(() -> QuotaException.unknown(user));
    }

    /** The user, and what they may use now; empty if the host does not know them. */
    Optional<UserAllowance> find(UserId user) {
        Instant now = time.instant();
        return Optional.ofNullable(reader.of(List.of(user), now).get(user))
                .map(resolved -> new UserAllowance(resolved.userQuota().user(), reader.allowance(resolved, now)));
    }

    /**
     * What everyone may use now whose use is counted under a profile, in the order of their ids, read on demand. Close the
     * stream.
     */
    Stream<Allowance> all() {
        Instant now = time.instant();
        return reader.active(now).map(user -> reader.allowance(user, now));
    }

    /** What these users may use now; those whom the host does not know are left out. */
    Map<UserId, Allowance> check(Collection<UserId> users) {
        Instant now = time.instant();
        Map<UserId, Allowance> answers = new LinkedHashMap<>();
        reader.of(users, now).forEach((user, resolved) -> answers.put(user, reader.allowance(resolved, now)));
        return answers;
    }
}
