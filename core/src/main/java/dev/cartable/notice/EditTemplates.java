package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.Templates;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.TemplateException.Fault;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.WellFormedText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The use case of an administrator who words the school's messages. Safe for use by several threads. */
public final class EditTemplates {
    private static final Set<String> BUILT_IN_LANGUAGES = Set.of("fr", "en");

    private final UnitOfWork work;
    private final TemplateStore store;
    private final Templates templates;
    private final Renderer renderer;
    private final Map<Kind, NoticeType> types;

    /** @param types one for each kind whose template may be edited */
    EditTemplates(
            UnitOfWork work,
            TemplateStore store,
            Templates templates,
            Renderer renderer,
            Collection<? extends NoticeType> types) {
        this.work = requireNonNull(work, "work");
        this.store = requireNonNull(store, "store");
        this.templates = requireNonNull(templates, "templates");
        this.renderer = requireNonNull(renderer, "renderer");
        this.types = new TreeMap<>(Comparator.comparing(Kind::name));
        types.forEach(type -> this.types.put(type.kind(), type));
    }

    /**
     * A template as it is used now.
     *
     * @param edited whether it is the administrator's and not the built-in one
     * @param variables what it may use
     */
    public record Template(Kind kind, Locale language, String text, boolean edited, Set<String> variables) {
        public Template {
            variables = Set.copyOf(variables);
        }
    }

    /** All templates by kind and language, those for short messages after those for mails. */
    public List<Template> list() {
        List<Template> list = new ArrayList<>();
        List<TemplateStore.Entry> edited = store.all();
        for (Kind kind : types.keySet()) {
            Set<String> languages = new TreeSet<>(BUILT_IN_LANGUAGES);
            edited.stream()
                    .filter(entry -> entry.kind().ofTemplate().equals(kind))
                    .forEach(entry -> languages.add(entry.language().getLanguage()));
            Stream.concat(Stream.of(kind), kind.smsTemplate().stream())
                    .forEach(template -> languages.forEach(language ->
                            find(template, Locale.forLanguageTag(language)).ifPresent(list::add)));
        }
        return list;
    }

    /** The template of a kind in just this language, if there is one. */
    public Optional<Template> find(Kind kind, Locale language) {
        Optional<String> edited = store.find(kind, language);
        return edited.or(() -> templates.builtIn(kind, language))
                .map(text -> new Template(
                        kind, language, text, edited.isPresent(), type(kind).variables()));
    }

    /**
     * Puts a text in place of the built-in one, if it has no fault.
     *
     * @return its faults; empty if the text is used from now on, otherwise nothing was changed
     */
    public List<Fault> save(Kind kind, Locale language, String text) {
        List<Fault> faults = templates.faults(kind, text, type(kind).variables());
        if (faults.isEmpty()) {
            WellFormedText.require("the template", text);
            work.run(tx -> {
                store.save(tx, kind, language, text);
                Deed.of("template.save", "template", kind + "_" + language).record(work, tx);
            });
        }
        return faults;
    }

    /** Goes back to the built-in text. Returns whether there was another. */
    public boolean reset(Kind kind, Locale language) {
        return work.<Boolean>call(tx -> {
            boolean removed = store.remove(tx, kind, language);
            if (removed) {
                Deed.of("template.reset", "template", kind + "_" + language).record(work, tx);
            }
            return removed;
        });
    }

    /** What a message of this kind looks like now, with made-up values: a mail, or a short message if the template is for these. */
    public Words preview(Kind kind, Locale language) {
        return renderer.render(
                kind.ofTemplate(), language, channel(kind), type(kind).sample(language));
    }

    /**
     * What a message would look like with this text, with made-up values; nothing is saved.
     *
     * @throws dev.cartable.notice.model.TemplateException if the text has a fault; {@link #save} returns all of them
     */
    public Words preview(Kind kind, Locale language, String text) {
        return templates.fill(text, language, channel(kind), type(kind).sample(language));
    }

    private static Channel channel(Kind template) {
        return template.isSmsTemplate() ? Channel.SMS : Channel.EMAIL;
    }

    private NoticeType type(Kind template) {
        Kind kind = template.ofTemplate();
        NoticeType type = types.get(kind);
        if (type == null) {
            throw new IllegalArgumentException(
                    "there are no notices of kind '" + kind + "'; there are " + types.keySet());
        }
        return type;
    }
}
