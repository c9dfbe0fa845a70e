package dev.cartable.quota.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStatistics.Band;
import dev.cartable.quota.port.UsageStatistics.Tally;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Users who are added up by profile, level and band. */
class TallyBuilderTest {
    private static final Profile STUDENT = Profile.named(new ProfileId(new UUID(0, 1)), "student")
            .atMost(Window.DAY, DataSize.ofBytes(100))
            .build();

    private static final Resolution SERVED = new Resolution(
            new Candidate(new Assignment(new UUID(0, 2), Holder.DEFAULT, STUDENT.id(), Instant.EPOCH), STUDENT, null),
            new WindowCalendar.Span(Instant.EPOCH, null),
            List.of());

    private static final Resolution UNSERVED =
            Resolution.of(List.of(), Map.of(), WindowCalendar.of(ZoneOffset.UTC), Instant.EPOCH);

    private final TallyBuilder builder = new TallyBuilder();

    private void add(boolean active, Resolution resolution, long day, long week) {
        User user = new User(new UserId("u"), "u", null, null, null, active);
        PerWindow<Traffic> counters =
                new PerWindow<>(new Traffic(day, 0), new Traffic(week, 0), Traffic.NONE, Traffic.NONE);
        builder.add(new UserQuota(user, List.of(), null), resolution, counters, Window.DAY);
    }

    @Test
    void activeUsersAreAddedUpByTheBandOfTheWindow() {
        add(true, SERVED, 10, 90);
        add(true, SERVED, 20, 90);
        add(true, SERVED, 60, 90);
        add(false, SERVED, 10, 90);
        add(true, UNSERVED, 10, 90);

        assertThat(builder.all())
                .containsExactly(
                        new Tally(STUDENT.id(), "DEFAULT", Band.UP_TO_25, 2, BigInteger.valueOf(30), 10, 20),
                        new Tally(STUDENT.id(), "DEFAULT", Band.UP_TO_75, 1, BigInteger.valueOf(60), 60, 60),
                        new Tally(null, null, Band.NO_LIMIT, 1, BigInteger.ZERO, 0, 0));
    }
}
