package dev.cartable.notice.port;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Logo;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a notice into words. Safe for use by several threads. */
public interface Renderer {
    /** The variable that holds where the recipient of a mail declines others like it; without it, that cannot be done. */
    String UNSUBSCRIBE_LINK = "unsubscribe_link";

    /**
     * The words of a notice.
     *
     * @throws dev.cartable.notice.model.TemplateException if there is no template for the kind, or it cannot be filled
     */
    Words render(Kind kind, Locale language, Channel channel, Map<String, String> variables);

    /**
     * A renderer for a handful of notices that are put into words now: it may look each template up once, so that it does not
     * see one that is changed meanwhile. Safe for use by several threads. One that has nothing to look up is its own.
     */
    default Renderer forBatch() {
        return this;
    }

    /**
     * What a person reads.
     *
     * @param html a whole HTML document; null for channels that show none
     * @param logo the picture that the document refers to as {@code cid:}{@link Logo#CONTENT_ID}; null if to none
     */
    record Words(
            String subject,
            String text,
            @Nullable String html,
            @Nullable Logo logo) {
        /** Words without a picture. */
        public Words(String subject, String text, @Nullable String html) {
            this(subject, text, html, null);
        }

        /** Says nothing: the words may hold a secret. */
        @Override
        public String toString() {
            return "Words[hidden]";
        }
    }
}
