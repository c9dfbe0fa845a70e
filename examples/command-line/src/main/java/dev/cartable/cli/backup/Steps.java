package dev.cartable.cli.backup;

import dev.cartable.backup.model.Progress;
import dev.cartable.cli.frame.Frame;
import java.util.function.Consumer;

/** Shows on a bar how far an operation is. */
final class Steps {
    private Steps() {}

    static Consumer<Progress> shown(Frame frame, Frame.Amounts bar) {
        return progress ->
                bar.reached(frame.words().text("backup.step." + progress.step()), progress.done(), progress.total());
    }
}
