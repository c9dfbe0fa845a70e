package dev.cartable.cli.frame;

import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.notice.port.LetterRenderer.Totals;
import dev.cartable.work.PrivateFile;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Letters in one PDF that a person named. It is written beside the name as the letters come, for its owner alone, and has the name as a
 * whole or not at all.
 */
public final class LetterFile {
    private final Frame frame;
    private final Destination destination;
    private final boolean force;

    private LetterFile(Frame frame, Destination destination, boolean force) {
        this.frame = frame;
        this.destination = destination;
        this.force = force;
    }

    /**
     * The file, if it can be written.
     *
     * @param force whether it may replace an older file
     */
    public static LetterFile of(Frame frame, String named, boolean force) {
        Destination destination = Destination.of(frame, named, force);
        if (destination.isStandardOutput()) {
            throw CommandException.usage(frame.words().text("error.letters-file"));
        }
        return new LetterFile(frame, destination, force);
    }

    /** What adds letters to the file. */
    @FunctionalInterface
    public interface Writer {
        /** Adds the letters, and says whether there is any. */
        boolean write(LetterRenderer.Sheets sheets) throws IOException;
    }

    /**
     * Writes the file.
     *
     * @return what is in it; null if there was no letter: then there is no file
     */
    public @Nullable Totals write(Writer letters) {
        LetterRenderer renderer = DocumentOptions.letters(frame, SchoolOptions.school(frame));
        try (PrivateFile file =
                        force ? PrivateFile.replace(destination.file()) : PrivateFile.create(destination.file());
                LetterRenderer.Sheets sheets = renderer.begin(file.out())) {
            if (!letters.write(sheets)) {
                return null;
            }
            Totals totals = sheets.finish();
            file.put();
            return totals;
        } catch (IOException e) {
            throw CommandException.failed(
                    "FILE_NOT_WRITTEN",
                    frame.words()
                            .text(
                                    "error.file-not-written",
                                    Map.of(
                                            "file",
                                            destination.place(),
                                            "detail",
                                            e.getClass().getSimpleName())));
        }
    }

    /** Says what is in the file. */
    public void tell(Totals totals) {
        frame.report().field("file", destination.place());
        frame.report().field("pages", totals.pages());
        frame.report().field("shrunk", totals.shrunk()).field("continued", totals.continued());
        if (totals.continued() > 0) {
            frame.report().warn("letters.continued", Map.of("continued", totals.continued()));
        }
    }
}
