package dev.cartable.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.template.MailDesign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * How mails look and how fast they go.
 *
 * @param from Address that mails come from. Without it, mail.smtp.from of spring.mail.properties, else spring.mail.username if
 *     that is an address, else no-reply@ the server's domain.
 * @param senderName Name that readers see as the sender. Without it, the school's.
 * @param replyTo Address that answers go to. Without it, the sender's.
 * @param messagesPerMinute At most so many mails a minute on all connections together, evenly spaced; 0 for no limit.
 * @param connections How many connections to the server at the same time at most, 1 to 20.
 * @param messagesPerConnection After how many mails a connection is replaced.
 * @param allowPlain Whether mails may cross the network unencrypted to a server that is not this machine.
 * @param messageIdDomain Domain that Message-IDs end in. Without it, the sender's.
 * @param layout HTML document around the words of every mail. Without it, the built-in one.
 * @param colour Colour of the band with the school's name and of the button, such as #1f4e79.
 * @param logo The school's logo: a PNG, JPEG or GIF of at most 64 KiB, which each mail carries. Without it, none.
 * @param contact Whom to ask, at the end of each mail, such as: the office, +224 622 00 00 00. Without it, the school.
 */
public record MailProperties(
        @Nullable String from,
        @Nullable String senderName,
        @Nullable String replyTo,
        @DefaultValue("0") int messagesPerMinute,
        @DefaultValue("2") int connections,
        @DefaultValue("100") int messagesPerConnection,
        @DefaultValue("false") boolean allowPlain,
        @Nullable String messageIdDomain,
        @Nullable Resource layout,
        @Nullable String colour,
        @Nullable Resource logo,
        @Nullable String contact) {

    public MailProperties {
        CartableProperties.readable("cartable.mail.contact", contact);
        design(layout, colour, logo, contact);
        between("cartable.mail.connections", connections, 1, 20);
        between("cartable.mail.messages-per-connection", messagesPerConnection, 1, Integer.MAX_VALUE);
        between("cartable.mail.messages-per-minute", messagesPerMinute, 0, Integer.MAX_VALUE);
    }

    private static void between(String property, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(property + ": " + value + " cannot be; write a number from " + least
                    + (most == Integer.MAX_VALUE ? " on" : " to " + most));
        }
    }

    MailDesign design() {
        return design(layout, colour, logo, contact);
    }

    private static MailDesign design(
            @Nullable Resource layout, @Nullable String colour, @Nullable Resource logo, @Nullable String contact) {
        MailDesign design = MailDesign.defaults();
        design = with(design, "layout", layout, (before, file) -> before.withLayout(new String(bytes(file), UTF_8)));
        design = with(design, "colour", colour, MailDesign::withColour);
        design = with(design, "contact", contact, MailDesign::withContact);
        return with(design, "logo", logo, (before, file) -> before.withLogo(Logo.of(bytes(file))));
    }

    private static <T> MailDesign with(
            MailDesign design, String property, @Nullable T value, BiFunction<MailDesign, T, MailDesign> change) {
        return value == null
                ? design
                : CartableProperties.checked("cartable.mail." + property, () -> {
                    try {
                        return change.apply(design, value);
                    } catch (TemplateException | UncheckedIOException e) {
                        throw new IllegalArgumentException(e.getMessage(), e);
                    }
                });
    }

    private static byte[] bytes(Resource file) {
        try {
            return file.getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(file.getDescription() + " cannot be read", e);
        }
    }
}
