package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.account.LimitSignIns;
import dev.cartable.account.LimitSignIns.Blocked;
import dev.cartable.account.LimitSignIns.Result;
import dev.cartable.account.LimitSignIns.Right;
import dev.cartable.account.LimitSignIns.Wrong;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.work.HostKey;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** That guesses at a password are counted together, whichever node is asked: see {@link LimitSignIns}. */
public abstract class SignInsContract extends StoresContract<Stores> {
    private static final HostKey KEY = HostKey.random();
    private static final int NODES = 4;
    private static final int GUESSES = 24;

    private LimitSignIns node() {
        return Cartable.builder()
                .stores(stores())
                .key(KEY)
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .signInLimit(SignInLimit.defaults())
                .build()
                .accounts()
                .limitSignIns();
    }

    @Test
    void ofManyGuessesAtOnceOnlyTheFreeOnesAreCompared() {
        List<LimitSignIns> nodes = many(NODES, i -> node());
        AtomicInteger compared = new AtomicInteger();

        List<Result> results = Together.run(
                GUESSES,
                i -> nodes.get(i % NODES).attempt("awa.diallo", "192.0.2.7", () -> {
                    compared.incrementAndGet();
                    return false;
                }));

        int free = SignInLimit.defaults().free();
        assertThat(compared).hasValue(free);
        assertThat(results).filteredOn(Wrong.class::isInstance).hasSize(free);
        assertThat(results).filteredOn(Blocked.class::isInstance).hasSize(GUESSES - free);
    }

    @Test
    void ofManyGuessesAtOnceFromAsManySourcesOnlyTheFreeOnesOfTheAccountAreCompared() {
        List<LimitSignIns> nodes = many(NODES, i -> node());
        AtomicInteger compared = new AtomicInteger();

        Together.run(
                2 * GUESSES,
                i -> nodes.get(i % NODES).attempt("awa.diallo", "192.0.2." + i, () -> {
                    compared.incrementAndGet();
                    return false;
                }));

        assertThat(compared).hasValue(SignInLimit.defaults().accountFree());
    }

    @Test
    void rightPasswordsAtOnceAreAllLetInAndNothingIsCounted() {
        List<LimitSignIns> nodes = many(NODES, i -> node());

        List<Result> results = Together.run(NODES, i -> nodes.get(i).attempt("awa.diallo", "192.0.2.7", () -> true));

        assertThat(results).hasSize(NODES).allMatch(Right.class::isInstance);
        assertThat(nodes.get(0).blockedUntil("awa.diallo", "192.0.2.7")).isEmpty();
    }
}
