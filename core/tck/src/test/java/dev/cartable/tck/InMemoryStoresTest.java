package dev.cartable.tck;

import dev.cartable.inmemory.InMemoryStores;

/** The stores in memory keep every contract. */
class InMemoryStoresTest extends StoresSuite {
    @Override
    protected StoreFixture<InMemoryStores> newFixture() {
        return new InMemoryFixture();
    }
}
