package dev.cartable.account.letters;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.Letters;
import dev.cartable.account.port.Letters.Letter;
import dev.cartable.work.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Letters as UTF-8 text files in a folder, each written as a {@link PrivateFile}: there as a whole or not at all, and only for
 * its owner. A file of the same name that is neither empty nor an older letter to the same account is left alone. Used by one
 * thread at a time.
 */
public final class LetterFolder implements Letters {
    /** No letter is longer; a file that is, is not one. */
    private static final long LONGEST = 1_000_000;

    private final Path folder;

    /** A folder, which is made for its owner alone if it is not there. */
    public LetterFolder(Path folder) {
        this.folder = requireNonNull(folder, "folder");
        try {
            PrivateFile.makeFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
    }

    /** @throws UncheckedIOException if it cannot be written; the folder is as it was then */
    @Override
    public Draft draft(Letter letter) {
        Path file = folder.resolve(letter.fileName());
        try {
            Outcome outcome = outcome(letter, file);
            if (outcome != Outcome.WRITTEN) {
                return new FileDraft(outcome, file, null);
            }
            PrivateFile draft = PrivateFile.replace(file);
            try {
                draft.out().write(letter.text().getBytes(StandardCharsets.UTF_8));
                draft.force();
                return new FileDraft(outcome, file, draft);
            } catch (IOException | RuntimeException e) {
                draft.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static Outcome outcome(Letter letter, Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Outcome.WRITTEN;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            return Outcome.TAKEN;
        }
        String there = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        if (there.equals(letter.text())) {
            return Outcome.UNCHANGED;
        }
        boolean ours =
                there.isEmpty() || lastLine(there).contains(letter.account().toString());
        return ours ? Outcome.WRITTEN : Outcome.TAKEN;
    }

    private static String lastLine(String text) {
        String stripped = text.stripTrailing();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    private static UncheckedIOException failed(Path file, IOException e) {
        return new UncheckedIOException("cannot write the letter " + file, e);
    }

    private record FileDraft(
            Outcome outcome, Path file, @Nullable PrivateFile draft) implements Draft {
        @Override
        public void put() {
            if (draft != null) {
                try {
                    draft.put();
                } catch (IOException e) {
                    throw failed(file, e);
                }
            }
        }

        @Override
        public void close() {
            if (draft != null) {
                try {
                    draft.close();
                } catch (IOException e) {
                    throw failed(file, e);
                }
            }
        }
    }
}
