package dev.cartable.notice.internal;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.TemplateException.Fault;
import dev.cartable.notice.port.Renderer.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a template is: its rules, and the built-in ones. Safe for use by several threads. */
public interface Templates {
    /**
     * What is wrong with a text, in the order of its lines; empty if it can be used.
     *
     * @param kind the template's, which may be one {@linkplain Kind#smsTemplate for short messages}: that has no subject
     * @param variables the names that it may use
     */
    List<Fault> faults(Kind kind, String text, Set<String> variables);

    /** The text that comes with the application for a kind in just this language, if there is one. */
    Optional<String> builtIn(Kind kind, Locale language);

    /**
     * The words that a text makes, stored or not.
     *
     * @throws dev.cartable.notice.model.TemplateException if the text has a fault or a value is missing
     */
    Words fill(String text, Locale language, Channel channel, Map<String, String> values);
}
