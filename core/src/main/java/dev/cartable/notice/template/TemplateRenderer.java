package dev.cartable.notice.template;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.Templates;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.model.TemplateException.Fault;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.school.model.School;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Puts notices into words by templates: the administrator's if there is one, otherwise the built-in file
 * {@code META-INF/cartable/templates/<kind>_<language>.txt}, first in the notice's language, then in the school's, then in
 * French and English. Short messages have templates of their own, {@code <kind>.sms_<language>.txt}, and the text of the mail where there is
 * none. A host adds a kind or a language by a file of its own at that place on its class path. Safe for use by
 * several threads.
 */
@SuppressWarnings("exports") // it is Templates for Cartable alone
public final class TemplateRenderer implements Renderer, Templates {
    private static final String FOLDER = "META-INF/cartable/templates/";
    private static final int MOST_COMPILED = 200;

    private final TemplateStore store;
    private final School school;
    private final MailDesign design;
    private final ClassLoader resources;
    private final Map<String, MailFrame> frames = new ConcurrentHashMap<>();
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> files = new ConcurrentHashMap<>();

    /** With the built-in templates of Cartable's own class path. */
    public TemplateRenderer(TemplateStore store, School school, MailDesign design) {
        this(store, school, design, TemplateRenderer.class.getClassLoader());
    }

    /** With nothing but the built-in templates, for a message that needs no database. */
    public static TemplateRenderer builtIn(School school, MailDesign design) {
        return new TemplateRenderer(new NoTemplates(), school, design);
    }

    /**
     * With built-in templates from elsewhere.
     *
     * @param school in whose language to write where there is no template in the notice's
     * @param design how mails look
     * @param resources where the files are
     */
    public TemplateRenderer(TemplateStore store, School school, MailDesign design, ClassLoader resources) {
        this.store = requireNonNull(store, "store");
        this.school = requireNonNull(school, "school");
        this.design = requireNonNull(design, "design");
        this.resources = requireNonNull(resources, "resources");
    }

    @Override
    public Words render(Kind kind, Locale language, Channel channel, Map<String, String> variables) {
        return render(store::find, kind, language, channel, variables);
    }

    @Override
    public Renderer forBatch() {
        Map<Kind, Map<Locale, Optional<String>>> found = new ConcurrentHashMap<>();
        BiFunction<Kind, Locale, Optional<String>> once =
                (kind, candidate) -> found.computeIfAbsent(kind, any -> new ConcurrentHashMap<>())
                        .computeIfAbsent(candidate, any -> store.find(kind, candidate));
        return (kind, language, channel, variables) -> render(once, kind, language, channel, variables);
    }

    private Words render(
            BiFunction<Kind, Locale, Optional<String>> stored,
            Kind kind,
            Locale language,
            Channel channel,
            Map<String, String> variables) {
        for (Locale candidate : candidates(language)) {
            Optional<String> text = (channel.equals(Channel.SMS) ? kind.smsTemplate() : Optional.<Kind>empty())
                    .flatMap(sms -> stored.apply(sms, candidate).or(() -> builtIn(sms, candidate)))
                    .or(() -> stored.apply(kind, candidate))
                    .or(() -> builtIn(kind, candidate));
            if (text.isPresent()) {
                try {
                    return fill(text.get(), candidate, channel, variables);
                } catch (TemplateException e) {
                    throw new TemplateException(kind + " in " + candidate.getLanguage() + ": " + e.getMessage());
                }
            }
        }
        throw new TemplateException("there is no template for '" + kind + "'; add the file " + FOLDER
                + fileName(kind, language) + " to the class path");
    }

    @Override
    public List<Fault> faults(Kind kind, String text, Set<String> variables) {
        TemplateText read =
                kind.isSmsTemplate() ? TemplateText.readForSms(text, variables) : TemplateText.read(text, variables);
        return List.copyOf(read.faults());
    }

    @Override
    public Optional<String> builtIn(Kind kind, Locale language) {
        return files.computeIfAbsent(fileName(kind, language), this::file);
    }

    @Override
    public Words fill(String text, Locale language, Channel channel, Map<String, String> values) {
        if (compiled.size() > MOST_COMPILED) {
            compiled.clear();
        }
        boolean forSms = channel.equals(Channel.SMS) && !TemplateText.hasSubject(text);
        return compiled.computeIfAbsent(
                        (forSms ? "sms " : "mail ") + text,
                        any -> Compiled.of(forSms ? TemplateText.readForSms(text) : TemplateText.read(text)))
                .fill(language, channel, values, frame(language));
    }

    /** What the layout says in a language: {@code layout_<language>.properties} beside the templates. */
    private MailFrame frame(Locale language) {
        return frames.computeIfAbsent(
                language.getLanguage(),
                any -> candidates(language).stream()
                        .map(candidate -> file("layout_" + candidate.getLanguage() + ".properties"))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(words -> MailFrame.of(school.name(), design, properties(words)))
                        .orElseThrow(() ->
                                new TemplateException("the words of the layout of mails are missing in " + FOLDER)));
    }

    private static Map<String, String> properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private Set<Locale> candidates(Locale language) {
        Set<Locale> candidates = new LinkedHashSet<>();
        candidates.add(language);
        candidates.add(school.language());
        candidates.add(Locale.FRENCH);
        candidates.add(Locale.ENGLISH);
        return candidates;
    }

    private static String fileName(Kind kind, Locale language) {
        return kind.name() + "_" + language.getLanguage() + ".txt";
    }

    private Optional<String> file(String name) {
        try (InputStream in = resources.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the template " + name, e);
        }
    }
}
