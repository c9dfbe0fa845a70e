package dev.cartable.tck;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountId;
import dev.cartable.inmemory.EndedLinks;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.PupilId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stores in memory, by a clock that is moved by hand. */
final class InMemoryFixture implements StoreFixture<InMemoryStores> {
    private Instant storeNow = Samples.NOW;
    private @Nullable InMemoryStores stores;

    @Override
    public InMemoryStores emptyStores() {
        stores = new InMemoryStores(() -> storeNow);
        return stores;
    }

    @Override
    public void letPass(Duration time) {
        storeNow = storeNow.plus(time);
    }

    @Override
    public boolean runsTransactionsSideBySide() {
        return false;
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.BLOCKED;
    }

    @Override
    public Optional<Map<PupilId, Instant>> endedLinks(AccountId account) {
        return Optional.of(EndedLinks.of(requireNonNull(stores, "stores"), account));
    }
}
