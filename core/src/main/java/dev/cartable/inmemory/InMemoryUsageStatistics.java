package dev.cartable.inmemory;

import dev.cartable.quota.internal.CounterRules;
import dev.cartable.quota.internal.TallyBuilder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds up what users have used, in memory. Safe for use by several threads. */
final class InMemoryUsageStatistics implements UsageStatistics {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryUsers users;
    private final InMemoryUsage usage;

    InMemoryUsageStatistics(InMemoryUnitOfWork unitOfWork, InMemoryUsers users, InMemoryUsage usage) {
        this.unitOfWork = unitOfWork;
        this.users = users;
        this.usage = usage;
    }

    @Override
    public List<Tally> tally(Question question) {
        Map<ProfileId, Profile> profiles =
                question.profiles().stream().collect(Collectors.toMap(Profile::id, Function.identity()));
        return unitOfWork.read(() -> {
            TallyBuilder sums = new TallyBuilder();
            userQuotas().forEach(userQuota -> {
                Resolution resolution = resolution(userQuota, question);
                sums.add(userQuota, resolution, counters(userQuota, resolution, question, profiles), question.window());
            });
            return sums.all();
        });
    }

    private Collection<UserQuota> userQuotas() {
        return usage.userQuotas(users.all().map(User::id).toList()).values();
    }

    private static Resolution resolution(UserQuota userQuota, Question question) {
        Map<String, Candidate> byLevel =
                userQuota.candidates().stream().collect(Collectors.toMap(Candidate::level, Function.identity()));
        return Resolution.of(question.levels(), byLevel, question.calendar(), question.now());
    }

    private static PerWindow<Traffic> counters(
            UserQuota userQuota, Resolution resolution, Question question, Map<ProfileId, Profile> profiles) {
        Usage counted = userQuota.usage();
        ProfileId before = counted == null ? null : counted.profile();
        return CounterRules.current(
                counted,
                question.calendar().keys(question.now()),
                resolution,
                question.onChange(),
                before == null ? null : profiles.get(before));
    }

    @Override
    public NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last) {
        return unitOfWork.read(() -> days(first, last, usage.known()));
    }

    @Override
    public NavigableMap<LocalDate, TrafficSum> days(
            LocalDate first, LocalDate last, ProfileId profile, Question question) {
        return unitOfWork.read(() -> {
            List<UserId> served = new ArrayList<>();
            for (UserQuota userQuota : userQuotas()) {
                @Nullable Candidate effective = resolution(userQuota, question).effective();
                if (effective != null
                        && effective.profile().id().equals(profile)
                        && userQuota.user().active()) {
                    served.add(userQuota.user().id());
                }
            }
            return days(first, last, served);
        });
    }

    @Override
    public NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last, Collection<UserId> asked) {
        return unitOfWork.read(() -> {
            NavigableMap<LocalDate, TrafficSum> sums = new TreeMap<>();
            asked.forEach(user -> usage.days(user, first, last)
                    .forEach((day, traffic) -> sums.merge(day, TrafficSum.of(traffic), TrafficSum::plus)));
            return sums;
        });
    }
}
