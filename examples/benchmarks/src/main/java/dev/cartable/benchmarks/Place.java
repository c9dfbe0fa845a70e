package dev.cartable.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/**
 * One database: how to connect to it, and how to get rid of it.
 *
 * @param batchParameters what the URL of a program that writes batches by hand says more
 */
record Place(String url, String user, String batchParameters, Cleaning cleaning) implements AutoCloseable {
    /** Removes a database. */
    interface Cleaning {
        void run() throws IOException, SQLException;
    }

    /** A pool as a host has it. */
    Pool open() {
        return pool(url);
    }

    /** A pool of so many connections. */
    Pool open(int connections) {
        return new Pool(url, user, connections);
    }

    /** The same pool, tuned for batches. */
    Pool openForBatches() {
        return pool(url + batchParameters);
    }

    private Pool pool(String address) {
        return new Pool(address, user);
    }

    @Override
    public void close() throws IOException, SQLException {
        cleaning.run();
    }
}
