package dev.cartable.school;

import dev.cartable.work.Tx;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How an import runs the work of a chunk: looking only, or in a transaction of its own. */
interface ChunkWork {
    int SIZE = 1_000;

    /** Runs the work, which writes in the transaction it is given and writes nothing if it is given none. */
    void run(Consumer<@Nullable Tx> work);
}
