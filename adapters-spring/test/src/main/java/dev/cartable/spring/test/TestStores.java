package dev.cartable.spring.test;

/** Where a test keeps Cartable's data. */
public enum TestStores {
    /**
     * An H2 database in memory, in place of the one under {@code spring.datasource}. The application's own migrations and views are made in
     * it as always. Each test method begins with the data that the application had when it had started.
     */
    H2,

    /**
     * Cartable's stores in memory, without a database. The roster is empty until a test fills it, such as by {@code
     * Rosters.importRoster()}. Each test method begins with empty stores.
     */
    IN_MEMORY,

    /** The application's own stores, as its settings have them. Nothing is put back between test methods. */
    APPLICATION
}
