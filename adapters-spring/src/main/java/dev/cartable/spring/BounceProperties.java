package dev.cartable.spring;

import dev.cartable.mail.BounceFolder;
import dev.cartable.mail.ImapBounces;
import dev.cartable.mail.ImapSettings;
import dev.cartable.notice.model.BounceSettings;
import dev.cartable.notice.port.BounceMailbox;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where reports about mail that came back are read, and when an address gets no more e-mail.
 *
 * @param folder Folder of such messages as files .eml, or a Maildir.
 * @param imap Mailbox instead, such as imaps://user@imap.example.org/INBOX.
 * @param password Password of the mailbox.
 * @param softBounces After so many messages that came back for a while only, within the days of cartable.bounces.within, an
 *     address gets no more e-mail; 1 to 100.
 * @param within In so many days, 1 to 365.
 */
public record BounceProperties(
        @Nullable Path folder,
        @Nullable String imap,
        @Nullable String password,
        @DefaultValue("3") int softBounces,
        @DefaultValue("30") int within) {
    public BounceProperties {
        if (folder != null && imap != null) {
            throw new IllegalArgumentException(
                    "cartable.bounces.folder and cartable.bounces.imap: give one of them, as there is one mailbox");
        }
        if (imap != null && (password == null || password.isEmpty())) {
            throw new IllegalArgumentException(
                    "cartable.bounces.password: the mailbox of cartable.bounces.imap needs one");
        }
        int most = softBounces;
        int days = within;
        CartableProperties.checked("cartable.bounces", () -> new BounceSettings(most, days));
    }

    BounceSettings settings() {
        return new BounceSettings(softBounces, within);
    }

    /** The mailbox; null if there is none. */
    @Nullable
    BounceMailbox mailbox() {
        if (folder != null) {
            return new BounceFolder(folder);
        }
        return imap == null || password == null ? null : new ImapBounces(ImapSettings.of(imap, password));
    }

    /** The password stays out of every log. */
    @Override
    public String toString() {
        return "Bounces[folder=" + folder + ", softBounces=" + softBounces + ", within=" + within + "]";
    }
}
