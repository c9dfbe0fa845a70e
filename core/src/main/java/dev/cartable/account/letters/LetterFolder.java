package dev.cartable.account.letters;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Letter;
import dev.cartable.account.port.Letters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Letters as UTF-8 text files in a folder. A file is there as a whole or not at all; on systems with POSIX permissions only
 * the owner may read it (0600). A file of the same name that is not an older letter to the same account is left alone.
 * Used by one thread at a time.
 */
public final class LetterFolder implements Letters {
    /** No letter is longer; a file that is, is not one. */
    private static final long LONGEST = 1_000_000;

    private final Path folder;

    /** A folder, which is made if it is not there. */
    public LetterFolder(Path folder) {
        this.folder = requireNonNull(folder, "folder");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
    }

    /** @throws UncheckedIOException if it cannot be written */
    @Override
    public Outcome put(Letter letter) {
        Path file = folder.resolve(letter.fileName());
        try {
            Path draft = Files.createTempFile(folder, ".letter", null);
            try {
                Files.writeString(draft, letter.text(), StandardCharsets.UTF_8, StandardOpenOption.DSYNC);
                return put(letter, draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the letter " + file, e);
        }
    }

    private static Outcome put(Letter letter, Path draft, Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return replace(letter, draft, file);
        }
        try {
            Files.createLink(file, draft);
            return Outcome.WRITTEN;
        } catch (FileAlreadyExistsException e) {
            return replace(letter, draft, file);
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
            return Outcome.WRITTEN;
        }
    }

    private static Outcome replace(Letter letter, Path draft, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            return Outcome.TAKEN;
        }
        String there = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        if (there.equals(letter.text())) {
            return Outcome.UNCHANGED;
        }
        if (!lastLine(there).contains(letter.account().toString())) {
            return Outcome.TAKEN;
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Outcome.WRITTEN;
    }

    private static String lastLine(String text) {
        String stripped = text.stripTrailing();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }
}
