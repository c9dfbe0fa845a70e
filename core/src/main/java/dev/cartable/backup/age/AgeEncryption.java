package dev.cartable.backup.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The age format (age-encryption.org/v1) with X25519 keys: what it writes, the {@code age} program opens, and the other way round. Needs the
 * libraries {@code jagged-framework} and {@code jagged-x25519}. Safe for use by several threads.
 */
public final class AgeEncryption implements ArchiveEncryption {
    private static final String SECRET = "AGE-SECRET-KEY-";

    /** Encryption by the age format. */
    public AgeEncryption() {}

    @Override
    public void encrypt(Path plain, Path encrypted, Collection<String> recipients, LongConsumer done)
            throws IOException {
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        for (String recipient : recipients) {
            try {
                writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient));
            } catch (GeneralSecurityException | RuntimeException e) {
                String shown = shown(recipient);
                // Without the cause, which may hold it, too.
                throw new BackupException(
                        "INVALID_RECIPIENT",
                        Map.of("recipient", shown),
                        "\"" + shown + "\" is no public key of age, such as age1…; nothing was written");
            }
        }
        if (writers.isEmpty()) {
            throw new IllegalArgumentException("a file that is encrypted to no key could not be opened again");
        }
        try (FileChannel in = FileChannel.open(plain);
                FileChannel out = FileChannel.open(encrypted, StandardOpenOption.WRITE);
                PayloadWriter payload = new PayloadWriter(in, out, writers)) {
            payload.writeAll(done);
        } catch (GeneralSecurityException e) {
            throw new IOException("the backup could not be encrypted: " + e.getMessage(), e);
        }
    }

    /** A private key that was given in place of the public one must not stand in logs. */
    private static String shown(String recipient) {
        return recipient.toUpperCase(Locale.ROOT).contains(SECRET) ? SECRET + "…" : recipient;
    }

    @Override
    public void decrypt(Path encrypted, Path plain, Collection<BackupIdentity> identities) throws IOException {
        List<RecipientStanzaReader> readers = readers(identities);
        try (FileChannel in = FileChannel.open(encrypted);
                FileChannel out = FileChannel.open(plain, StandardOpenOption.WRITE)) {
            decrypt(in, out, readers);
        } catch (UnsupportedRecipientStanzaException e) {
            throw new BackupException(
                    "WRONG_KEY",
                    Map.of("file", String.valueOf(encrypted.getFileName())),
                    "the private key does not open " + encrypted.getFileName()
                            + "; nothing was changed. Take another key. If it is the right one, the archive is damaged:"
                            + " take another backup",
                    e);
        } catch (FileSystemException e) {
            throw e;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // The library says in many ways that bytes are not what they were.
            throw damaged(e);
        }
    }

    private static void decrypt(FileChannel in, FileChannel out, List<RecipientStanzaReader> readers)
            throws GeneralSecurityException, IOException {
        try (ReadableByteChannel decrypting =
                new StandardDecryptingChannelFactory().newDecryptingChannel(in, readers)) {
            Channels.newInputStream(decrypting).transferTo(Channels.newOutputStream(out));
        }
    }

    private static List<RecipientStanzaReader> readers(Collection<BackupIdentity> identities) {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        for (BackupIdentity identity : identities) {
            try {
                readers.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity.secret()));
            } catch (GeneralSecurityException | RuntimeException e) {
                throw new BackupException(
                        "INVALID_IDENTITY", Map.of(), "the file holds no private key of age; nothing was done");
            }
        }
        return readers;
    }

    private static DamagedArchiveException damaged(Exception cause) {
        DamagedArchiveException damaged =
                new DamagedArchiveException("it does not decrypt: " + String.valueOf(cause.getMessage()));
        damaged.initCause(cause);
        return damaged;
    }

    @Override
    public KeyPair generate() {
        try {
            java.security.KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new KeyPair(
                    new String(pair.getPublic().getEncoded(), StandardCharsets.US_ASCII),
                    new BackupIdentity(new String(pair.getPrivate().getEncoded(), StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        }
    }
}
