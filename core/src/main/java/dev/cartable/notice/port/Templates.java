package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.TemplateProblem;
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
     * @param variables the names that it may use
     */
    List<Fault> faults(String text, Set<String> variables);

    /** The text that comes with the application for a kind in just this language, if there is one. */
    Optional<String> builtIn(Kind kind, Locale language);

    /**
     * The words that a text makes, stored or not.
     *
     * @throws dev.cartable.notice.model.TemplateException if the text has a fault or a value is missing
     */
    Words fill(String text, Locale language, Channel channel, Map<String, String> values);

    /**
     * Something that an administrator has to mend.
     *
     * @param line where it stands, counted from 1
     * @param facts what the problem names, such as a variable
     */
    record Fault(int line, TemplateProblem problem, Map<String, String> facts) {
        public Fault {
            requireNonNull(problem, "problem");
            facts = Map.copyOf(facts);
        }

        /** What is wrong, in English; other languages word the problem themselves. */
        public String reason() {
            String reason = problem.text();
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                reason = reason.replace("{" + fact.getKey() + "}", fact.getValue());
            }
            return reason;
        }

        @Override
        public String toString() {
            return "line " + line + ": " + reason();
        }
    }
}
