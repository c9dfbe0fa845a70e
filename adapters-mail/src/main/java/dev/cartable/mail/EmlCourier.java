package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.work.PrivateFile;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Writes each e-mail into a folder as a file {@code .eml} (RFC 5322), for a first run, a test or a machine without a
 * mail server. The file's name derives from the notice's key, so that a second sending replaces the first; a file is there
 * whole or not at all. Files are for their owner alone where the file system knows owners, since messages may hold secrets.
 *
 * <p>Safe for use by several threads.
 */
public final class EmlCourier implements Courier {
    private final Path folder;
    private final MessageComposer composer;

    /** A courier for a folder, which is made when the first message comes. */
    public EmlCourier(Path folder, Sender sender) {
        this(folder, sender, InstantSource.system());
    }

    /**
     * A courier for a folder, which is made when the first message comes.
     *
     * @param clock what the Date header goes by
     */
    public EmlCourier(Path folder, Sender sender, InstantSource clock) {
        this.folder = requireNonNull(folder, "folder");
        String address = sender.address().value();
        this.composer = new MessageComposer(sender, null, address.substring(address.indexOf('@') + 1), clock);
    }

    /** The name of the file that a notice is written to, inside the folder. */
    public static String fileName(Notice.Key key) {
        return MessageComposer.nameOf(key) + ".eml";
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        String objection = MessageComposer.objection(notice);
        if (objection != null) {
            return new Delivery.Refused(objection);
        }
        String name = fileName(notice.key());
        try {
            PrivateFile.makeFolder(folder);
            Path unfinished = Files.createTempFile(folder, ".", ".tmp");
            try {
                write(notice, unfinished);
                move(unfinished, folder.resolve(name));
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            return new Delivery.ChannelDown(
                    NoticeReason.FOLDER_UNWRITABLE.with(e.getClass().getSimpleName()), Duration.ofMinutes(1));
        } catch (MessagingException e) {
            return new Delivery.Refused(NoticeReason.NO_MAIL.name());
        }
        return new Delivery.Sent(NoticeReason.WRITTEN.with(name));
    }

    private void write(RenderedNotice notice, Path file) throws IOException, MessagingException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            composer.compose(notice).writeTo(out);
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Does nothing: a folder needs no rest. */
    @Override
    public void release() {
        // A folder holds no connection.
    }
}
