package dev.cartable.notice.port;

import dev.cartable.notice.model.Kind;
import dev.cartable.work.Tx;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Templates that an administrator has put in place of the built-in ones. Safe for use by several threads. */
public interface TemplateStore {
    /** The administrator's text for a kind in a language (its primary subtag alone counts), if there is one. */
    Optional<String> find(Kind kind, Locale language);

    /** All of them. */
    List<Entry> all();

    /** Puts a text in place, for good or until the next one. It has been checked. */
    void save(Tx tx, Kind kind, Locale language, String text);

    /** Goes back to the built-in text. Returns whether there was another. */
    boolean remove(Tx tx, Kind kind, Locale language);

    /** An administrator's template. */
    record Entry(Kind kind, Locale language, String text) {}
}
