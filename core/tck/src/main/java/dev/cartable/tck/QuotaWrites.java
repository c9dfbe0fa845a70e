package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.adjustment;
import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.change;
import static dev.cartable.tck.SampleQuotas.charge;
import static dev.cartable.tck.SampleQuotas.full;
import static dev.cartable.tck.SampleQuotas.holder;
import static dev.cartable.tck.SampleQuotas.profile;
import static dev.cartable.tck.SampleQuotas.user;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.uuid;
import static dev.cartable.tck.Writes.write;

import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.tck.Writes.Write;
import dev.cartable.work.Tx;
import dev.cartable.work.WorkStores;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every writing method of the stores of quotas. */
final class QuotaWrites {
    private QuotaWrites() {}

    static Stream<Write<QuotaStores>> all() {
        return Stream.of(profiles(), usage(), sessions()).flatMap(Function.identity());
    }

    private static Stream<Write<QuotaStores>> profiles() {
        BiConsumer<QuotaStores, Tx> given = (stores, tx) -> {
            saveUsers(stores, tx);
            stores.profiles().insert(tx, profile(1));
            stores.profiles().assign(tx, assignment(1, holder(1)));
        };
        return Stream.of(
                write(
                        "ProfileStore.insert",
                        given,
                        stores -> tx -> stores.profiles().insert(tx, profile(2))),
                write(
                        "ProfileStore.update",
                        given,
                        stores -> tx -> stores.profiles().update(tx, profile(1, "Other"))),
                write(
                        "ProfileStore.assign",
                        given,
                        stores -> tx -> stores.profiles().assign(tx, assignment(2, holder(2)))),
                write(
                        "ProfileStore.assign, in place of another",
                        given,
                        stores -> tx -> stores.profiles().assign(tx, assignment(2, holder(1)))),
                write(
                        "ProfileStore.unassign",
                        given,
                        stores -> tx -> stores.profiles().unassign(tx, holder(1))),
                write(
                        "ProfileStore.note",
                        given,
                        stores -> tx -> stores.profiles()
                                .note(tx, List.of(change(1, holder(1), ProfileChange.Type.ASSIGNED, NOW)))));
    }

    private static Stream<Write<QuotaStores>> usage() {
        BiConsumer<QuotaStores, Tx> used = (stores, tx) -> {
            saveUsers(stores, tx);
            stores.profiles().insert(tx, full(1));
            stores.profiles().assign(tx, assignment(1, holder(1)));
            stores.usage().open(tx, List.of(SampleQuotas.usage(1, Traffic.NONE)));
            stores.usage().firstUses(tx, Map.of(new FirstUse(userId(1), uuid(1)), NOW));
            stores.usage().count(tx, List.of(charge(1, 1, 5, NOW)));
        };
        return Stream.of(
                write(
                        "UsageStore.open",
                        used,
                        stores -> tx -> stores.usage().open(tx, List.of(SampleQuotas.usage(2, Traffic.NONE)))),
                write(
                        "UsageStore.put",
                        used,
                        stores -> tx -> stores.usage().put(tx, List.of(SampleQuotas.usage(1, Traffic.NONE)))),
                write(
                        "UsageStore.count",
                        used,
                        stores -> tx -> stores.usage().count(tx, List.of(charge(2, 1, 5, NOW)))),
                write(
                        "UsageStore.count, the first of a user",
                        used,
                        stores -> tx -> stores.usage().count(tx, List.of(charge(2, 2, 5, NOW)))),
                write(
                        "UsageStore.change",
                        used,
                        stores -> tx -> stores.usage().change(tx, List.of(UsageChange.of(charge(2, 1, 5, NOW))))),
                write(
                        "UsageStore.firstUses",
                        used,
                        stores -> tx -> stores.usage()
                                .firstUses(tx, Map.of(new FirstUse(userId(1), uuid(1)), NOW.minusSeconds(1)))),
                write(
                        "UsageStore.adjust",
                        used,
                        stores -> tx -> stores.usage().adjust(tx, List.of(adjustment(1, 1, NOW)))),
                write(
                        "UsageLedger.putDays",
                        used,
                        stores -> tx -> stores.usageLedger()
                                .putDays(tx, Map.of(userId(1), Map.of(SampleQuotas.TODAY.date(), new Traffic(7, 7))))),
                write(
                        "MigrationStore.insert",
                        used,
                        stores -> tx -> stores.migrations().insert(tx, List.of(MigrationStoreContract.migrated(2, 1)))),
                write(
                        "MigrationStore.remove",
                        (stores, tx) -> stores.migrations().insert(tx, List.of(MigrationStoreContract.migrated(1, 1))),
                        stores -> tx -> stores.migrations().remove(tx, List.of(userId(1)))),
                write(
                        "UsageStore.forgetEvents",
                        used,
                        stores -> tx -> stores.usage().forgetEvents(tx, NOW.plusSeconds(1), 10)));
    }

    private static Stream<Write<QuotaStores>> sessions() {
        BiConsumer<QuotaStores, Tx> one = (stores, tx) -> {
            stores.sessions().add(tx, List.of(SampleSessions.start(1, 1, NOW)));
            stores.sessions().put(tx, List.of(SampleSessions.ended(1, 1, NOW, NOW)));
            stores.sessions().contribute(tx, List.of(SampleSessions.use(1, 1, 0, 5, 50)));
        };
        return Stream.of(
                write(
                        "SessionStore.add, a reading",
                        one,
                        stores -> tx -> stores.sessions().add(tx, List.of(SampleSessions.start(2, 1, NOW)))),
                write(
                        "SessionStore.add, an event",
                        one,
                        stores -> tx -> stores.sessions().add(tx, SampleSessions.restart(SampleSessions.NAS, NOW))),
                write(
                        "SessionStore.put",
                        one,
                        stores -> tx -> stores.sessions().put(tx, List.of(SampleSessions.open(1, 1, NOW)))),
                write(
                        "SessionStore.remove",
                        one,
                        stores -> tx -> stores.sessions().remove(tx, List.of(SampleSessions.open(1, 1, NOW)))),
                write(
                        "SessionStore.contribute",
                        one,
                        stores -> tx -> stores.sessions().contribute(tx, List.of(SampleSessions.use(1, 1, 0, 1, 1)))),
                write(
                        "SessionStore.contribute, down to nothing",
                        one,
                        stores ->
                                tx -> stores.sessions().contribute(tx, List.of(SampleSessions.use(1, 1, 0, -5, -50)))),
                write(
                        "SessionStore.forget",
                        one,
                        stores -> tx -> stores.sessions().forget(tx, NOW.plusSeconds(1), 10)));
    }

    /** Where the users are the host's own, there are none, and no test here needs them. */
    private static void saveUsers(WorkStores stores, Tx tx) {
        if (stores instanceof SchoolStores school) {
            school.userStore().save(tx, List.of(user(1), user(2)));
        }
    }
}
