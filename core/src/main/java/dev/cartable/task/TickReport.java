package dev.cartable.task;

import dev.cartable.task.model.Occurrence;
import java.util.List;

/**
 * What a tick has done.
 *
 * @param runs the slots that it ran or found missed, as they are now
 */
public record TickReport(List<Occurrence> runs) {
    public TickReport {
        runs = List.copyOf(runs);
    }
}
