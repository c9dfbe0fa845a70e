package dev.cartable.notice.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an e-mail carries beside its words. Other channels leave it out.
 *
 * @param attachments the files, {@link Attachment#MAX_BYTES} bytes in all at most
 * @param event what the reader's calendar is offered; null for nothing
 */
public record Enclosures(
        List<Attachment> attachments, @Nullable CalendarEvent event) {
    /** None. */
    public static final Enclosures NONE = new Enclosures(List.of(), null);

    public Enclosures {
        attachments = List.copyOf(attachments);
        long bytes = attachments.stream().mapToLong(Attachment::size).sum();
        if (bytes > Attachment.MAX_BYTES) {
            throw new IllegalArgumentException("the " + attachments.size() + " attachments of a notice have " + bytes
                    + " bytes, more than " + Attachment.MAX_BYTES + " in all");
        }
    }

    /** These files alone. */
    public static Enclosures of(Attachment... attachments) {
        return new Enclosures(List.of(attachments), null);
    }

    /** An event alone. */
    public static Enclosures of(CalendarEvent event) {
        return new Enclosures(List.of(), event);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return attachments.isEmpty() && event == null;
    }
}
