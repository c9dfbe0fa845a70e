package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
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

    /**
     * A file that an e-mail carries beside its words, such as an invoice as a PDF. Other channels leave it out. Immutable and safe for use by
     * several threads.
     */
    public static final class Attachment {
        /** The greatest size of one attachment, and of all attachments of a notice together, in bytes: many servers take no larger mail. */
        public static final int MAX_BYTES = 10 << 20;

        private static final int LONGEST_NAME = 100;
        private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029/\\\\:*?\"<>|]+");
        private static final Pattern MEDIA_TYPE =
                Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");

        private final String name;
        private final String mediaType;
        private final byte[] bytes;

        private Attachment(String name, String mediaType, byte[] bytes) {
            this.name = name;
            this.mediaType = mediaType;
            this.bytes = bytes;
        }

        /**
         * An attachment of these bytes, which are copied.
         *
         * @param name the file's name, in any script: 1 to 100 characters, without those that a file system refuses
         * @param mediaType such as {@code application/pdf} (RFC 6838), without parameters
         * @throws IllegalArgumentException if the name or the type cannot be used, or if the bytes are too many
         */
        public static Attachment of(String name, String mediaType, byte[] bytes) {
            String file = requireNonNull(name, "name").strip();
            if (!NAME.matcher(file).matches() || file.length() > LONGEST_NAME || file.startsWith(".")) {
                throw new IllegalArgumentException(
                        "an attachment cannot be named '" + name + "': write a file's name of at most 100 characters");
            }
            String type = requireNonNull(mediaType, "mediaType").toLowerCase(Locale.ROOT);
            if (!MEDIA_TYPE.matcher(type).matches() || type.startsWith("multipart/") || type.startsWith("message/")) {
                throw new IllegalArgumentException(
                        "'" + mediaType + "' is no type of an attachment: write one such as application/pdf");
            }
            if (requireNonNull(bytes, "bytes").length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "the attachment " + file + " has " + bytes.length + " bytes, more than " + MAX_BYTES);
            }
            return new Attachment(file, type, bytes.clone());
        }

        /** The file's name. */
        public String name() {
            return name;
        }

        /** In lower case. */
        public String mediaType() {
            return mediaType;
        }

        /** The contents; a copy. */
        public byte[] bytes() {
            return bytes.clone();
        }

        int size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Attachment that
                    && name.equals(that.name)
                    && mediaType.equals(that.mediaType)
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(bytes);
        }

        /** The type and size alone. */
        @Override
        public String toString() {
            return "Attachment[" + mediaType + " " + bytes.length + " bytes]";
        }
    }

    /**
     * An event that an e-mail offers to the reader's calendar, as iCalendar (RFC 5545). The same event later, with a higher sequence, moves or
     * cancels it there.
     *
     * @param uid what makes it the same event in all messages
     * @param sequence 0 at first; one more for each change that people were notified of
     * @param stamp when this state of the event was made
     * @param startsAt with the zone that it is shown in
     * @param duration more than nothing, in whole minutes
     * @param summary one line
     * @param description what else is to be said; null for nothing
     * @param page where there is more about it; null for nowhere
     * @param cancelled whether it does not take place
     */
    public record CalendarEvent(
            UUID uid,
            int sequence,
            Instant stamp,
            ZonedDateTime startsAt,
            Duration duration,
            String summary,
            @Nullable String description,
            @Nullable URI page,
            boolean cancelled) {
        public CalendarEvent {
            requireNonNull(uid, "uid");
            if (sequence < 0) {
                throw new IllegalArgumentException("the sequence of an event is " + sequence + ", not 0 or more");
            }
            requireNonNull(stamp, "stamp");
            requireNonNull(startsAt, "startsAt");
            if (duration.isNegative() || duration.toMinutes() < 1) {
                throw new IllegalArgumentException("an event lasts " + duration + ", not a minute or more");
            }
            requireNonNull(summary, "summary");
        }

        /** The ids alone. */
        @Override
        public String toString() {
            return "CalendarEvent[" + uid + " " + sequence + (cancelled ? " cancelled" : "") + "]";
        }
    }
}
