package dev.cartable.notice.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.cartable.notice.model.TemplateException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A compiled text that sees the entries of one map and nothing else: no method, field or record component, no file, no lambda. An
 * entry is a string, or a list of such maps, for which a section is repeated. Values are put in as they are and never read as a
 * template again.
 */
final class Confined {
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(false)
            .emptyStringIsFalse(true)
            .strictSections(true)
            .withCollector(new EntriesOnly());

    private final Template template;

    private Confined(Template template) {
        this.template = template;
    }

    /** Compiles a text that {@link TemplateText} has found no fault in. */
    static Confined compile(String text) {
        return compile(text, "{ }");
    }

    /** Compiles a text with other delimiters, two with a blank between them. */
    static Confined compile(String text, String delimiters) {
        try {
            return new Confined(COMPILER.withDelims(delimiters).compile(text));
        } catch (MustacheException e) {
            throw new TemplateException("the template cannot be read: " + e.getMessage());
        }
    }

    /**
     * Puts the values in.
     *
     * @throws TemplateException if one is missing
     */
    String fill(Map<String, ?> values) {
        try {
            return template.execute(values);
        } catch (MustacheException.Context e) {
            throw new TemplateException("the template uses {" + e.key + "}, for which this notice has no value");
        } catch (MustacheException e) {
            throw new TemplateException("the template cannot be filled");
        }
    }

    private static final class EntriesOnly implements Mustache.Collector {
        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return value instanceof List<?> list ? list.iterator() : null;
        }

        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Map ? EntriesOnly::entry : null;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }

        private static Object entry(Object context, String name) {
            Object value = ((Map<?, ?>) context).get(name);
            return value instanceof String || value instanceof List ? value : Template.NO_FETCHER_FOUND;
        }
    }
}
