package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.change;
import static dev.cartable.tck.SampleQuotas.profile;
import static dev.cartable.tck.SampleQuotas.profileId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.port.ProfileStore;
import dev.cartable.quota.port.QuotaStores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a {@link ProfileStore} promises. */
public abstract class ProfileStoreContract extends StoresContract<QuotaStores> {
    private static final Holder AWA = new Holder("USER", "awa: « é »");
    private static final Holder CM2 = Holder.of(SampleSchool.CM2);

    @Test
    void nothingIsThereAtFirst() {
        assertThat(store().all()).isEmpty();
        assertThat(store().byId(List.of(profileId(1)))).isEmpty();
        assertThat(store().byName("Profile 1")).isEmpty();
        assertThat(store().assignments(List.of(AWA, Holder.DEFAULT))).isEmpty();
        assertThat(read(store().history(null, null))).isEmpty();
        assertThat(store().lastChange(AWA, NOW)).isEmpty();
    }

    @Test
    void whatWasInsertedComesBackAsItWasWritten() {
        Profile full = SampleQuotas.full(1);
        insert(full);
        insert(profile(2, "m".repeat(100)));

        assertThat(store().byId(List.of(profileId(1), profileId(2), profileId(3))))
                .isEqualTo(Map.of(profileId(1), full, profileId(2), profile(2, "m".repeat(100))));
        assertThat(store().byId(List.of())).isEmpty();
    }

    @Test
    void aNameIsTakenWhateverItsCapitalsAndHoweverItsAccentsAreCoded() {
        assertThat(insert(profile(1, "Élèves"))).isTrue();

        assertThat(insert(profile(2, "élèves"))).isFalse();
        assertThat(insert(profile(3, "E\u0301LE\u0300VES"))).isFalse();
        assertThat(insert(profile(4, "Eleves"))).as("an accent is no capital").isTrue();
        for (String name : List.of("Élèves", "ÉLÈVES", "élèves")) {
            assertThat(store().byName(name)).contains(profile(1, "Élèves"));
        }
        assertThat(store().byName("Élève")).isEmpty();
        assertThat(store().byId(List.of(profileId(2)))).isEmpty();
    }

    @Test
    void allProfilesComeByName() {
        List.of(profile(1, "été"), profile(2, "Zoo"), profile(3, "abc"), profile(4, "Abd"))
                .forEach(this::insert);

        assertThat(store().all()).extracting(Profile::name).containsExactly("abc", "Abd", "Zoo", "été");
    }

    @Test
    void anUpdateOverwritesAndRaisesTheVersion() {
        insert(profile(1));
        Profile changed = SampleQuotas.full(1);

        assertThat(update(changed)).isTrue();
        assertThat(store().all()).containsExactly(changed.toBuilder().version(1).build());
        assertThat(store().byName("Profile 1")).as("the old name is free").isEmpty();
        assertThat(insert(profile(2, "profile 1"))).isTrue();
    }

    @Test
    void anUpdateOfAnotherVersionThanTheStoredOneIsRefused() {
        insert(profile(1));
        update(profile(1, "First"));

        assertThat(update(profile(1, "Second"))).isFalse();
        assertThat(update(profile(1, "Third").toBuilder().version(7).build())).isFalse();
        assertThat(update(profile(2, "Nobody's"))).isFalse();
        assertThat(store().all()).extracting(Profile::name).containsExactly("First");
    }

    @Test
    void anUpdateToTheNameOfAnotherProfileIsRefusedAndOneOfItsOwnCapitalsIsNot() {
        insert(profile(1, "Élèves"));
        insert(profile(2, "Staff"));

        assertThat(update(profile(2, "éLÈVES"))).isFalse();
        assertThat(update(profile(1, "ÉLÈVES"))).isTrue();
        assertThat(store().all()).extracting(Profile::name).containsExactly("Staff", "ÉLÈVES");
    }

    @Test
    void ofManyWhoUpdateTheSameVersionOneDoes() {
        insert(profile(1));

        List<Boolean> done = Together.run(8, i -> update(profile(1, "Name " + i)));

        assertThat(done).containsOnlyOnce(true);
    }

    @Test
    void ofManyWhoWantTheSameNameOneGetsItThoughSomeInsertAndSomeRename() {
        many(8, i -> insert(profile(i)));

        List<Boolean> done = Together.run(
                16, i -> i < 8 ? update(profile(i, "Wanted")) : insert(profile(i, i % 2 == 0 ? "wanted" : "WANTED")));

        assertThat(done).containsOnlyOnce(true);
        assertThat(store().byName("wanted")).isPresent();
    }

    @Test
    void whoRenamesWaitsForAnInsertUnderWayAndIsRefused() {
        insert(profile(1));
        Together.Running<Boolean> second = call(tx -> {
            store().insert(tx, profile(2, "Wanted"));
            Together.Running<Boolean> other = Together.start(() -> update(profile(1, "wanted")));
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(second.result()).isFalse();
    }

    @Test
    void profilesAreUndoneWithTheirTransaction() {
        insert(profile(1));
        undone(tx -> {
            store().update(tx, profile(1, "Other"));
            store().insert(tx, profile(2, "Another"));
            store().insert(tx, profile(3, "Profile 1"));
        });

        assertThat(store().all()).containsExactly(profile(1));
        assertThat(insert(profile(2, "another"))).isTrue();
    }

    @Test
    void aHolderHasOneProfileAndTheLaterOneStays() {
        assign(assignment(1, AWA));
        assign(assignment(2, CM2));
        assign(assignment(3, AWA));

        assertThat(store().assignments(List.of(AWA, CM2, Holder.DEFAULT)))
                .isEqualTo(Map.of(AWA, assignment(3, AWA), CM2, assignment(2, CM2)));
        assertThat(store().assignments(List.of())).isEmpty();
        assertThat(locked(AWA)).contains(assignment(3, AWA));
        assertThat(locked(Holder.DEFAULT)).isEmpty();
    }

    @Test
    void theHoldersOfAProfileComeInTheirOrderAsLongAsTheyHoldIt() {
        Assignment awa = new Assignment(Samples.uuid(1), AWA, profileId(1), NOW);
        Assignment class2 = new Assignment(Samples.uuid(2), CM2, profileId(1), NOW);
        Assignment everybody = new Assignment(Samples.uuid(3), Holder.DEFAULT, profileId(2), NOW);
        assign(awa);
        assign(class2);
        assign(everybody);

        assertThat(store().assignments(profileId(1))).containsExactly(class2, awa);
        assertThat(store().assignments(profileId(2))).containsExactly(everybody);
        assertThat(store().assignments(profileId(3))).isEmpty();
        unassign(AWA);
        assertThat(store().assignments(profileId(1))).containsExactly(class2);
    }

    @Test
    void whatWasTakenAwayIsGoneAndCanBeGivenAgain() {
        assign(assignment(1, AWA));

        assertThat(unassign(AWA)).isTrue();
        assertThat(unassign(AWA)).isFalse();
        assertThat(unassign(CM2)).isFalse();
        assertThat(store().assignments(List.of(AWA))).isEmpty();
        assertThat(locked(AWA)).isEmpty();
        assign(assignment(2, AWA));
        assertThat(locked(AWA)).contains(assignment(2, AWA));
    }

    @Test
    void assignmentsAreUndoneWithTheirTransaction() {
        assign(assignment(1, AWA));
        undone(tx -> {
            store().lock(tx, CM2);
            store().assign(tx, assignment(2, CM2));
            store().unassign(tx, AWA);
        });

        assertThat(store().assignments(List.of(AWA, CM2))).isEqualTo(Map.of(AWA, assignment(1, AWA)));
    }

    @Test
    void whoLocksAHolderSecondWaitsAndSeesWhatTheFirstHasDoneAlsoWhereNothingWasHeld() {
        assign(assignment(1, CM2));
        for (Holder holder : List.of(AWA, CM2)) {
            Together.Running<Optional<Assignment>> second = call(tx -> {
                store().lock(tx, holder);
                Together.Running<Optional<Assignment>> other = Together.start(() -> locked(holder));
                awaitBlockedOrDone(other);
                store().assign(tx, assignment(3, holder));
                return other;
            });
            assertThat(second.result()).as(holder.toString()).contains(assignment(3, holder));
        }
    }

    @Test
    void ofManyWhoFindThatNothingIsHeldOneAssigns() {
        List<Boolean> first = Together.run(
                8,
                i -> call(tx -> {
                    boolean free = store().lock(tx, AWA).isEmpty();
                    if (free) {
                        store().assign(tx, assignment(i, AWA));
                    }
                    return free;
                }));

        assertThat(first).containsOnlyOnce(true);
    }

    @Test
    void thousandsOfHoldersAreFound() {
        write(tx -> {
            many(2_500, i -> new Assignment(Samples.uuid(i), SampleQuotas.holder(i), profileId(i % 2), NOW))
                    .forEach(assignment -> store().assign(tx, assignment));
        });

        assertThat(store().assignments(many(3_000, SampleQuotas::holder))).hasSize(2_500);
    }

    @Test
    void theHistoryComesNewestFirst() {
        ProfileChange first =
                new ProfileChange(Samples.uuid(9), AWA, ProfileChange.Type.ASSIGNED, null, "Été", "", "", NOW);
        ProfileChange second = change(2, CM2, ProfileChange.Type.UPDATED, NOW.plusSeconds(5));
        ProfileChange sameTime = change(3, AWA, ProfileChange.Type.RESET, NOW.plusSeconds(5));
        ProfileChange last = new ProfileChange(
                Samples.uuid(1),
                AWA,
                ProfileChange.Type.REMOVED,
                "ÉTÉ",
                null,
                "cause « é »",
                "Direction",
                NOW.plusSeconds(6));
        note(second, last);
        note(sameTime, first);
        note();

        assertThat(read(store().history(null, null))).containsExactly(last, sameTime, second, first);
        assertThat(read(store().history(AWA, null))).containsExactly(last, sameTime, first);
        assertThat(read(store().history(null, "été"))).containsExactly(last, first);
        assertThat(read(store().history(CM2, "HIVER 2"))).containsExactly(second);
        assertThat(read(store().history(CM2, "été"))).isEmpty();
    }

    @Test
    void aLongHistoryIsReadToItsEnd() {
        write(tx -> store().note(
                        tx,
                        many(
                                2_500,
                                i -> change(
                                        i,
                                        i % 2 == 0 ? AWA : CM2,
                                        ProfileChange.Type.UPDATED,
                                        NOW.minusSeconds(i / 300)))));

        assertThat(read(store().history(null, null))).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(read(store().history(AWA, null))).hasSize(1_250).doesNotHaveDuplicates();
    }

    @Test
    void theLastChangeSaysWhatWasHeldThen() {
        ProfileChange first = change(1, AWA, ProfileChange.Type.ASSIGNED, NOW);
        ProfileChange second = change(2, AWA, ProfileChange.Type.UPDATED, NOW.plusSeconds(10));
        note(
                first,
                second,
                change(3, AWA, ProfileChange.Type.RESET, NOW.plusSeconds(11)),
                change(4, CM2, ProfileChange.Type.ASSIGNED, NOW));

        assertThat(store().lastChange(AWA, NOW.minusSeconds(1))).isEmpty();
        assertThat(store().lastChange(AWA, NOW)).contains(first);
        assertThat(store().lastChange(AWA, NOW.plusSeconds(9))).contains(first);
        assertThat(store().lastChange(AWA, Instant.parse("2100-01-01T00:00:00Z")))
                .contains(second);
    }

    @Test
    void theHistoryIsUndoneWithItsTransaction() {
        undone(tx -> store().note(tx, List.of(change(1, AWA, ProfileChange.Type.ASSIGNED, NOW))));

        assertThat(read(store().history(null, null))).isEmpty();
    }

    private ProfileStore store() {
        return stores().profiles();
    }

    private boolean insert(Profile profile) {
        return this.<Boolean>call(tx -> store().insert(tx, profile));
    }

    private boolean update(Profile profile) {
        return this.<Boolean>call(tx -> store().update(tx, profile));
    }

    private void assign(Assignment assignment) {
        write(tx -> store().assign(tx, assignment));
    }

    private boolean unassign(Holder holder) {
        return this.<Boolean>call(tx -> store().unassign(tx, holder));
    }

    private Optional<Assignment> locked(Holder holder) {
        return call(tx -> store().lock(tx, holder));
    }

    private void note(ProfileChange... changes) {
        write(tx -> store().note(tx, List.of(changes)));
    }
}
