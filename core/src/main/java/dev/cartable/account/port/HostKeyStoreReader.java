package dev.cartable.account.port;

import dev.cartable.account.port.HostKeyStore.Entry;
import dev.cartable.account.port.HostKeyStore.KeyedRows;
import java.time.Instant;
import java.util.List;

/** Reads which host keys a database was written with. Safe for use by several threads. */
interface HostKeyStoreReader {
    /** All keys, in the order in which they came into use; read in the thread's transaction if there is one. */
    List<Entry> all();

    /** How much in the database was made with any host key. */
    KeyedRows keyedRows(Instant now);
}
