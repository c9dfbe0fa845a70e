package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceMailboxException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox that is read by IMAP. A message that was read gets the keyword {@value #READ}, and {@value #NOT_UNDERSTOOD} and a flag for
 * people if they should look at it; nothing is moved or deleted. On a server without keywords, {@code \Seen} takes their place. A
 * connection is opened for each reading.
 */
public final class ImapBounces implements BounceMailbox {
    /** The keyword of messages that were read. */
    public static final String READ = "CartableRead";

    /** The keyword of messages that a person should look at. */
    public static final String NOT_UNDERSTOOD = "CartableNotUnderstood";

    private final ImapSettings settings;

    public ImapBounces(ImapSettings settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    @Override
    public void read(Handler handler) {
        MessageFailures failures = new MessageFailures();
        String protocol = settings.security() == Security.TLS ? "imaps" : "imap";
        try (Store store =
                Session.getInstance(properties("mail." + protocol + ".")).getStore(protocol)) {
            store.connect(
                    settings.host(),
                    settings.port(),
                    settings.login().user(),
                    settings.login().password());
            try (Folder folder = store.getFolder(settings.folder())) {
                folder.open(Folder.READ_WRITE);
                read(folder, handler, failures);
            }
        } catch (AuthenticationFailedException e) {
            throw failures.in(unreadable("IMAP_LOGIN", e));
        } catch (FolderNotFoundException e) {
            throw failures.in(unreadable("IMAP_FOLDER", e));
        } catch (MessagingException | IOException e) {
            throw failures.in(unreadable("IMAP_CONNECTION", e));
        }
        failures.throwFirst();
    }

    private void read(Folder folder, Handler handler, MessageFailures failures) throws MessagingException, IOException {
        boolean keywords = folder.getPermanentFlags().contains(Flags.Flag.USER);
        Flags read = keywords ? new Flags(READ) : new Flags(Flags.Flag.SEEN);
        Message[] fresh = folder.search(
                new AndTerm(new FlagTerm(read, false), new FlagTerm(new Flags(Flags.Flag.DELETED), false)));
        boolean more = true;
        for (Message message : fresh) {
            if (more) {
                try {
                    more = read(folder, message, handler, read, keywords);
                    failures.handled();
                } catch (MessagingException | IOException e) {
                    if (!folder.isOpen()) {
                        throw e;
                    }
                    failures.addUnreadable(unreadable("IMAP_CONNECTION", e));
                } catch (RuntimeException e) {
                    more = failures.add(e);
                }
            }
        }
    }

    private static boolean read(Folder folder, Message message, Handler handler, Flags read, boolean keywords)
            throws MessagingException, IOException {
        Mail mail = parse(folder, message);
        if (mail == null) {
            return true;
        }
        boolean more = handler.handle(mail);
        Flags flags = new Flags(read);
        if (mail instanceof NotUnderstood) {
            flags.add(Flags.Flag.FLAGGED);
            if (keywords) {
                flags.add(NOT_UNDERSTOOD);
            }
        }
        message.setFlags(flags, true);
        return more;
    }

    /** Null if the message has been deleted meanwhile. */
    private static @Nullable Mail parse(Folder folder, Message message) throws MessagingException, IOException {
        String name = folder instanceof UIDFolder numbered
                ? "UID " + numbered.getUID(message)
                : "message " + message.getMessageNumber();
        if (!(message instanceof IMAPMessage whole)) {
            return new NotUnderstood(name, Fault.MALFORMED);
        }
        whole.setPeek(true);
        try (InputStream bytes = whole.getMimeStream()) {
            return BounceParser.parse(name, bytes);
        } catch (MessageRemovedException e) {
            return null;
        }
    }

    private BounceMailboxException unreadable(String code, Exception e) {
        return new BounceMailboxException(
                code,
                Map.of("server", settings.host() + ":" + settings.port(), "folder", settings.folder()),
                "the mailbox " + settings.folder() + " at " + settings.host() + ":" + settings.port()
                        + " cannot be read (" + code + ", " + e.getClass().getSimpleName()
                        + "); what was read before is kept");
    }

    private Properties properties(String prefix) {
        String timeout = String.valueOf(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", timeout);
        properties.setProperty(prefix + "timeout", timeout);
        properties.setProperty(prefix + "writetimeout", timeout);
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "starttls.enable", String.valueOf(settings.security() == Security.STARTTLS));
        properties.setProperty(prefix + "starttls.required", String.valueOf(settings.security() == Security.STARTTLS));
        // Pieces of a message, so that no more of it is fetched than is read.
        properties.setProperty(prefix + "partialfetch", "true");
        properties.setProperty(prefix + "fetchsize", String.valueOf(BounceParser.MOST_BYTES / 4));
        if (settings.tls() != null) {
            properties.put(prefix + "ssl.socketFactory", settings.tls().getSocketFactory());
        }
        return properties;
    }
}
