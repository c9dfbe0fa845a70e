package dev.cartable.spring;

import dev.cartable.jdbc.JdbcStores;

/** Changes the builder of the starter's stores before it is built. All beans of this type are called in their order. */
@FunctionalInterface
public interface JdbcStoresCustomizer {
    /** Changes the builder, which has what the properties say. */
    void customize(JdbcStores.Builder builder);
}
