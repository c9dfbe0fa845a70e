package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.profile;
import static dev.cartable.tck.SampleQuotas.profileId;
import static dev.cartable.tck.SampleQuotas.usage;
import static dev.cartable.tck.SampleQuotas.user;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.SchoolStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a {@link UsageStore} promises of users as they stand: with the profiles that they have and what they have used. It looks across
 * two groups of stores, since users are of the school.
 *
 * @param <S> stores that have both groups
 */
public abstract class UserQuotaContract<S extends QuotaStores & SchoolStores> extends StoresContract<S> {
    private static final Traffic SOME = new Traffic(3, Traffic.MAX);
    private static final Holder AWA = Holder.of(userId(1));
    private static final Holder CM2 = Holder.of(SampleSchool.CM2);

    @Test
    void aUserWithoutAnythingStandsThereAndAnUnknownOneIsLeftOut() {
        User gone = new User(userId(2), "gone", null, null, null, false);
        save(user(1), gone);

        assertThat(store().userQuotas(List.of(userId(1), gone.id(), new UserId("nobody"), userId(1))))
                .isEqualTo(Map.of(
                        userId(1),
                        new UserQuota(user(1), List.of(), null),
                        gone.id(),
                        new UserQuota(gone, List.of(), null)));
        assertThat(store().userQuotas(List.of(new UserId("nobody")))).isEmpty();
        assertThat(store().userQuotas(List.of())).isEmpty();
    }

    @Test
    void aUserHasTheProfilesOfTheirOwnOfTheirPromotionAndOfEverybody() {
        User teacher = new User(userId(2), "teacher", null, null, null, true);
        User awkward = new User(new UserId("CM2"), "awkward", null, null, SampleSchool.SIXTH, true);
        save(user(1), teacher, awkward);
        give(profile(1), AWA);
        give(profile(2), CM2);
        give(profile(3), Holder.DEFAULT);
        give(profile(4), new Holder("DORM", "user-1"));

        assertThat(candidates(userId(1)))
                .containsExactlyInAnyOrder(
                        new Candidate(assignment(1, AWA), profile(1), null),
                        new Candidate(assignment(2, CM2), profile(2), null),
                        new Candidate(assignment(3, Holder.DEFAULT), profile(3), null));
        assertThat(candidates(teacher.id())).extracting(Candidate::level).containsExactly("DEFAULT");
        assertThat(candidates(awkward.id())).extracting(Candidate::level).containsExactly("DEFAULT");
        assertThat(store().userQuotas(List.of(userId(1), teacher.id(), awkward.id()))
                        .values())
                .extracting(userQuota -> userQuota.candidates().size())
                .containsExactlyInAnyOrder(3, 1, 1);
    }

    @Test
    void aProfileStandsThereWithAllThatItSays() {
        save(user(1));
        give(SampleQuotas.full(1), AWA);

        assertThat(candidates(userId(1))).extracting(Candidate::profile).containsExactly(SampleQuotas.full(1));
    }

    @Test
    void aProfileOfATransactionThatWasUndoneStandsNowhere() {
        save(user(1));
        give(profile(1), AWA);
        undone(tx -> {
            assertThat(stores().profiles().update(tx, profile(1, "Undone"))).isTrue();
            assertThat(candidates(userId(1)))
                    .extracting(candidate -> candidate.profile().name())
                    .containsExactly("Undone");
        });
        write(tx -> stores().profiles().update(tx, profile(1, "Kept")));

        assertThat(candidates(userId(1)))
                .extracting(candidate -> candidate.profile().name())
                .containsExactly("Kept");
    }

    @Test
    void whatWasTakenAwayStandsThereNoMore() {
        save(user(1));
        give(profile(1), AWA);
        write(tx -> stores().profiles().unassign(tx, AWA));

        assertThat(candidates(userId(1))).isEmpty();
        assertThat(store().assigned(List.of(AWA))).isEmpty();
    }

    @Test
    void anAssignmentOfAProfileThatIsNotThereGivesNothing() {
        save(user(1));
        write(tx -> stores().profiles().assign(tx, assignment(1, AWA)));

        assertThat(candidates(userId(1))).isEmpty();
        assertThat(store().assigned(List.of(AWA))).isEmpty();
    }

    @Test
    void theEarliestFirstUseStaysWhateverTheOrder() {
        save(user(1), user(2));
        give(profile(1).toBuilder().validity(Validity.daysFromFirstUse(30)).build(), CM2);
        assertThat(firstUse(userId(1))).isNull();

        firstUse(1, NOW);
        firstUse(1, NOW.minusSeconds(5));
        firstUse(1, NOW.plusSeconds(5));
        firstUse(2, NOW.plusSeconds(9));
        write(tx -> store().firstUses(tx, Map.of(new FirstUse(userId(1), uuid(7)), NOW.minusSeconds(99))));
        write(tx -> store().firstUses(tx, Map.of()));

        assertThat(firstUse(userId(1))).isEqualTo(NOW.minusSeconds(5));
        assertThat(firstUse(userId(2))).isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void theEarliestFirstUseStaysThoughManyComeAtOnce() {
        save(user(1));
        give(profile(1).toBuilder().validity(Validity.daysFromFirstUse(30)).build(), CM2);

        Together.run(8, i -> {
            firstUse(1, NOW.plusSeconds(Math.floorMod(i * 5L + 3, 8)));
            return i;
        });

        assertThat(firstUse(userId(1))).isEqualTo(NOW);
    }

    @Test
    void aProfileThatNeedsNoFirstUseHasNone() {
        save(user(1));
        give(profile(1), AWA);
        firstUse(1, NOW);

        assertThat(firstUse(userId(1))).isNull();
    }

    @Test
    void aStandingSeesWhatItsOwnTransactionHasWrittenAndNobodyElseDoes() {
        save(user(1));
        undone(tx -> {
            store().open(tx, List.of(usage(1, SOME)));
            assertThat(store().userQuotas(List.of(userId(1))))
                    .containsEntry(userId(1), new UserQuota(user(1), List.of(), usage(1, SOME)));
        });

        assertThat(store().userQuotas(List.of(userId(1))))
                .containsEntry(userId(1), new UserQuota(user(1), List.of(), null));
    }

    @Test
    void allWhoAreServedStandThereInTheOrderOfTheirIds() {
        assumeWritable();
        write(tx -> stores().userStore().save(tx, many(2_300, SampleQuotas::user)));
        open(many(2_500, i -> usage(i, assignment(i, AWA), SOME)).toArray(Usage[]::new));
        write(tx -> {
            store().lock(tx, List.of(userId(7)));
            store().put(tx, List.of(usage(7, SOME)));
        });

        List<UserQuota> all = read(store().activeUserQuotas());

        List<UserId> expected = new ArrayList<>(many(2_300, SampleQuotas::userId));
        expected.remove(userId(7));
        expected.sort(Comparator.naturalOrder());
        assertThat(all).extracting(userQuota -> userQuota.user().id()).isEqualTo(expected);
        Map<UserId, UserQuota> same = store().userQuotas(expected);
        assertThat(all)
                .allSatisfy(one -> assertThat(one).isEqualTo(same.get(one.user().id())));
    }

    @Test
    void whoLocksStandingsSeesWhatTheOneBeforePut() {
        assumeWritable();
        write(tx -> stores().userStore().save(tx, many(3, SampleQuotas::user)));
        open(usage(1, SOME));
        Together.Running<Map<UserId, UserQuota>> second = call(tx -> {
            store().lockUserQuotas(tx, List.of(userId(1)));
            Together.Running<Map<UserId, UserQuota>> other = Together.start(() ->
                    call(inner -> store().lockUserQuotas(inner, List.of(userId(1), userId(2), userId(9)))));
            awaitBlockedOrDone(other);
            store().put(tx, List.of(usage(1, Traffic.NONE)));
            return other;
        });

        Map<UserId, UserQuota> seen = second.result();
        assertThat(seen)
                .containsOnly(
                        Map.entry(userId(1), new UserQuota(user(1), List.of(), usage(1, Traffic.NONE))),
                        Map.entry(userId(2), new UserQuota(user(2), List.of(), null)));
    }

    @Test
    void thousandsStandThereWithAllTheyHave() {
        assumeWritable();
        write(tx -> stores().userStore().save(tx, many(2_000, SampleQuotas::user)));
        open(many(2_000, i -> usage(i, SOME)).toArray(Usage[]::new));
        give(profile(2), CM2);
        give(profile(3), Holder.DEFAULT);

        assertThat(store().userQuotas(many(3_000, SampleQuotas::userId)))
                .hasSize(2_000)
                .allSatisfy((user, userQuota) -> {
                    assertThat(userQuota.candidates()).hasSize(2);
                    assertThat(userQuota.usage()).isNotNull();
                });
    }

    private UsageStore store() {
        return stores().usage();
    }

    private void save(User... users) {
        assumeWritable();
        write(tx -> stores().userStore().save(tx, List.of(users)));
    }

    private void give(Profile profile, Holder holder) {
        int number = Stream.iterate(0, i -> i + 1)
                .filter(i -> profileId(i).equals(profile.id()))
                .findFirst()
                .orElseThrow();
        write(tx -> {
            stores().profiles().insert(tx, profile);
            stores().profiles().assign(tx, assignment(number, holder));
        });
    }

    private List<Candidate> candidates(UserId user) {
        UserQuota userQuota = store().userQuotas(List.of(user)).get(user);
        return userQuota == null ? List.of() : userQuota.candidates();
    }

    private @Nullable Instant firstUse(UserId user) {
        assertThat(candidates(user)).hasSize(1);
        return candidates(user).get(0).firstUse();
    }

    private void firstUse(int user, Instant at) {
        write(tx -> store().firstUses(tx, Map.of(new FirstUse(userId(user), uuid(1)), at)));
    }

    private Set<UserId> open(Usage... usages) {
        return call(tx -> store().open(tx, List.of(usages)));
    }

    private void assumeWritable() {
        assumeTrue(stores().userStore().writable(), "the host's own users cannot be written");
    }
}
