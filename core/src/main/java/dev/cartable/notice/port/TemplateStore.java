package dev.cartable.notice.port;

import dev.cartable.notice.model.Kind;
import dev.cartable.work.Tx;
import java.util.Locale;

/** Templates that an administrator has put in place of the built-in ones. Safe for use by several threads. */
public interface TemplateStore extends TemplateStoreReader {
    /** Puts a text in place, for good or until the next one. It has been checked. */
    void save(Tx tx, Kind kind, Locale language, String text);

    /** Goes back to the built-in text. Returns whether there was another. */
    boolean remove(Tx tx, Kind kind, Locale language);

    /** An administrator's template. */
    record Entry(Kind kind, Locale language, String text) {}
}
