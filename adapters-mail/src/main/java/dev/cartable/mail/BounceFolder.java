package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceMailboxException;
import dev.cartable.work.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A folder of messages as files {@code .eml}, or a Maildir (its {@code new} and {@code cur}). A message that was read is moved into the
 * folder {@value #PROCESSED} inside it, or {@value #NOT_UNDERSTOOD}; nothing is deleted or overwritten. Two processes may read the same
 * folder. Links are left alone.
 */
public final class BounceFolder implements BounceMailbox {
    /** Where messages go that were read. */
    public static final String PROCESSED = "processed";

    /** Where messages go that a person should look at. */
    public static final String NOT_UNDERSTOOD = "not-understood";

    private static final int MOST_NAMES = 1_000;

    private final Path folder;
    private final Opener opener;

    public BounceFolder(Path folder) {
        this(folder, Files::newInputStream);
    }

    /** @param opener opens a file; a test has files that cannot be read */
    BounceFolder(Path folder, Opener opener) {
        this.folder = requireNonNull(folder, "folder");
        this.opener = requireNonNull(opener, "opener");
    }

    /** Opens a file. */
    @FunctionalInterface
    interface Opener {
        InputStream open(Path file) throws IOException;
    }

    @Override
    public void read(Handler handler) {
        MessageFailures failures = new MessageFailures();
        try {
            boolean more = true;
            for (Path file : files(failures)) {
                if (more) {
                    more = read(file, handler, failures);
                }
            }
        } catch (IOException e) {
            throw failures.in(unreadable(folder, e));
        }
        failures.throwFirst();
    }

    private BounceMailboxException unreadable(Path place, IOException e) {
        return new BounceMailboxException(
                "BOUNCE_FOLDER",
                Map.of("folder", folder.toString(), "detail", e.getClass().getSimpleName()),
                "the folder " + folder + " cannot be read"
                        + (place.equals(folder) ? "" : " completely, because of the file " + name(place)) + ": "
                        + e.getClass().getSimpleName() + "; what was read before is kept");
    }

    private boolean read(Path file, Handler handler, MessageFailures failures) {
        try {
            boolean more = read(file, handler);
            failures.handled();
            return more;
        } catch (IOException e) {
            failures.addUnreadable(unreadable(file, e));
            return true;
        } catch (RuntimeException e) {
            return failures.add(e);
        }
    }

    private List<Path> files(MessageFailures failures) throws IOException {
        List<Path> files = new ArrayList<>();
        Path fresh = folder.resolve("new");
        Path seen = folder.resolve("cur");
        if (Files.isDirectory(fresh) && Files.isDirectory(seen)) {
            for (Path one : List.of(fresh, seen)) {
                try {
                    files.addAll(files(one, true));
                } catch (IOException e) {
                    failures.addUnreadable(unreadable(one, e));
                }
            }
        } else {
            files.addAll(files(folder, false));
        }
        Collections.sort(files);
        return files;
    }

    private static List<Path> files(Path folder, boolean isMaildir) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path file : entries) {
                boolean isMessage =
                        isMaildir || name(file).toLowerCase(Locale.ROOT).endsWith(".eml");
                if (isMessage && !name(file).startsWith(".") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private boolean read(Path file, Handler handler) throws IOException {
        Mail mail;
        try (InputStream message = opener.open(file)) {
            mail = BounceParser.parse(name(file), message);
        } catch (NoSuchFileException e) {
            // Another process has moved it.
            return true;
        }
        boolean more = handler.handle(mail);
        move(file, folder.resolve(mail instanceof NotUnderstood ? NOT_UNDERSTOOD : PROCESSED));
        return more;
    }

    private static void move(Path file, Path into) throws IOException {
        PrivateFile.makeFolder(into);
        for (int i = 0; i < MOST_NAMES; i++) {
            try {
                Files.move(file, into.resolve(i == 0 ? name(file) : i + "-" + name(file)));
                return;
            } catch (FileAlreadyExistsException e) {
                // Under the next name.
            } catch (NoSuchFileException e) {
                return;
            }
        }
        throw new FileAlreadyExistsException(name(file));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
