package dev.cartable.account.port;

import dev.cartable.account.model.LegacyAccountRow;
import java.util.function.Consumer;

/**
 * Where an older system's accounts are read: a row for each account. Opened and closed by each reading; implementations are safe
 * for use by several threads.
 */
public interface LegacyAccounts {
    /** What people call the source, such as the file's name. */
    String name();

    /** Hands over its rows in their order, one by one. Returns how many there were. */
    long read(Consumer<? super LegacyAccountRow> each);
}
