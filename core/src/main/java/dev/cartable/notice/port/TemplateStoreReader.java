package dev.cartable.notice.port;

import dev.cartable.notice.model.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the texts that an administrator has put in place of the built-in ones. Safe for use by several threads. */
interface TemplateStoreReader {
    /** The administrator's text for a kind in a language (its primary subtag alone counts), if there is one. */
    Optional<String> find(Kind kind, Locale language);

    /** All of them. */
    List<TemplateStore.Entry> all();
}
