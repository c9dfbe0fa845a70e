package dev.cartable;

import dev.cartable.task.Task;
import java.util.List;

/** Cartable's own tasks: which use case each runs, and when. */
final class Catalogue {
    private Catalogue() {}

    static List<Task> tasks(Parts parts) {
        return List.of();
    }
}
