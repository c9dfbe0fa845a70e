package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks whether notices are still true and puts them into words. A failure is a value, and its own notice's alone. */
final class NoticePreparer {
    private final Map<Kind, NoticeType> types;
    private final Renderer renderer;
    private final DispatchPreferences preferences;

    NoticePreparer(Collection<? extends NoticeType> types, Renderer renderer, DispatchPreferences preferences) {
        Map<Kind, NoticeType> byKind = new HashMap<>();
        for (NoticeType type : types) {
            if (byKind.put(type.kind(), type) != null) {
                throw new IllegalArgumentException(
                        "two parts of the application answer for notices of kind '" + type.kind() + "'; leave one");
            }
        }
        this.types = Map.copyOf(byKind);
        this.renderer = requireNonNull(renderer, "renderer");
        this.preferences = requireNonNull(preferences, "preferences");
    }

    DispatchPreferences preferences() {
        return preferences;
    }

    /** What may be done with one notice. */
    sealed interface Prepared {}

    /**
     * It can be handed over.
     *
     * @param texts what each notice in it says, for the history
     * @param variables what the words were made from
     * @param notice the first one in it
     */
    record Ready(
            RenderedNotice words, Map<NoticeId, Notice.SentText> texts, Map<String, String> variables, Notice notice)
            implements Prepared {
        /** What no log and no stored answer may show. */
        Collection<String> values() {
            return variables.values();
        }

        @Override
        public String toString() {
            return "Ready[" + words + "]";
        }
    }

    /** It is no longer true. */
    record Untrue(String reason) implements Prepared {}

    /** Another process may be able to prepare it. */
    record Waiting(String reason) implements Prepared {}

    /** It could not be prepared this time. */
    record Broken(String reason) implements Prepared {}

    /** What puts the notices of one claim into words. */
    Renderer rendererForBatch() {
        return renderer.forBatch();
    }

    Optional<NoticeType> type(Kind kind) {
        return Optional.ofNullable(types.get(kind));
    }

    /** Asks the type of a notice, and puts it into words if it is still true. */
    Prepared prepare(Notice notice, Renderer words) {
        Optional<NoticeType> type = type(notice.kind());
        return type.isEmpty()
                ? new Broken(NoticeReason.NO_TYPE.with(notice.kind()))
                : prepare(notice, words, type.get(), type.get()::check);
    }

    /** As {@link #prepare(Notice, Renderer)}, by what its type has read for several notices. */
    Prepared prepare(Notice notice, Renderer words, ChecksAhead.Checks checks) {
        Optional<NoticeType> type = type(notice.kind());
        return type.isEmpty()
                ? new Broken(NoticeReason.NO_TYPE.with(notice.kind()))
                : prepare(notice, words, type.get(), checks.of(type.get()));
    }

    private Prepared prepare(Notice notice, Renderer words, NoticeType type, Function<Notice, Verdict> check) {
        Verdict verdict;
        try {
            verdict = check.apply(notice);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Broken(NoticeReason.NOT_CHECKED.with(AnswerSanitizer.of(e)));
        }
        if (verdict instanceof Verdict.Suppress suppress) {
            return new Untrue(suppress.reason());
        }
        if (verdict instanceof Verdict.Wait wait) {
            return new Waiting(wait.reason());
        }
        return verdict instanceof Verdict.Send send
                ? words(
                        send.address() == null ? notice : notice.with(send.address(), notice.variables()),
                        type.category(),
                        preferences.unsubscribe(notice, type.category()).orElse(null),
                        send,
                        words)
                : new Broken(NoticeReason.NOT_CHECKED.name());
    }

    /** Puts a notice into words with made-up values, without asking. */
    Prepared sendTest(Notice notice, Map<String, String> values) {
        Category category = type(notice.kind()).map(NoticeType::category).orElse(Category.SCHOOL);
        return words(notice, category, null, new Verdict.Send(values), renderer);
    }

    /** @param unsubscribe null if there is no such link */
    private Prepared words(
            Notice notice, Category category, @Nullable URI unsubscribe, Verdict.Send send, Renderer renderer) {
        Map<String, String> variables = new HashMap<>(notice.variables());
        variables.putAll(send.variables());
        if (send.asks() != null) {
            variables.putAll(preferences.answerVariables(notice));
        }
        if (unsubscribe != null) {
            variables.put(Renderer.UNSUBSCRIBE_LINK, unsubscribe.toString());
        }
        boolean discreet = preferences.isDiscreet(notice.kind(), category, notice.channel());
        boolean mail = notice.channel().equals(Channel.EMAIL);
        Kind kind = discreet && !mail ? DiscreetNotice.KIND : notice.kind();
        Map<String, String> shown = discreet && !mail ? preferences.discreet(variables) : variables;
        try {
            Words words = renderer.render(kind, notice.language(), notice.channel(), shown);
            String subject = discreet && mail ? discreetSubject(notice, variables, renderer) : words.subject();
            return new Ready(
                    new RenderedNotice(
                            notice.id(),
                            notice.key(),
                            kind,
                            notice.channel(),
                            notice.recipient(),
                            notice.address(),
                            notice.language(),
                            subject,
                            words.text(),
                            words.html(),
                            words.logo(),
                            shown,
                            unsubscribe,
                            mail ? send.enclosures() : Enclosures.NONE,
                            mail ? thread(notice) : null),
                    Map.of(notice.id(), textToKeep(subject, words.text(), variables)),
                    variables,
                    notice);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Broken(NoticeReason.NOT_WORDED.with(AnswerSanitizer.of(e)));
        }
    }

    /**
     * One message in place of several to one person at one address, of one kind and in one language.
     *
     * @param message the message that they are bound to; null if to none yet: then it has the id of the first
     */
    Prepared join(List<Ready> some, @Nullable NoticeId message, Renderer renderer) {
        Ready first = some.get(0);
        if (some.size() == 1) {
            return message == null
                    ? first
                    : new Ready(first.words().in(message), first.texts(), first.variables(), first.notice());
        }
        NoticeId id = message == null ? first.notice().id() : message;
        try {
            return joined(some, id, renderer);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Broken(NoticeReason.NOT_WORDED.with(AnswerSanitizer.of(e)));
        }
    }

    private Ready joined(List<Ready> some, NoticeId id, Renderer renderer) {
        RenderedNotice first = some.get(0).words();
        boolean mail = first.channel().equals(Channel.EMAIL);
        Notice notice = some.get(0).notice();
        Category category = type(notice.kind()).map(NoticeType::category).orElse(Category.SCHOOL);
        boolean discreet = preferences.isDiscreet(notice.kind(), category, notice.channel());
        Map<NoticeId, Notice.SentText> texts = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (Ready ready : DigestNotice.byChild(some, Ready::variables)) {
            String line = renderer.render(
                            notice.kind(), notice.language(), Channel.SMS, DigestNotice.oneOf(ready.variables(), mail))
                    .text()
                    .strip();
            lines.add(line);
            if (discreet && !mail) {
                texts.putAll(ready.texts());
            } else {
                texts.put(ready.notice().id(), textToKeep(ready.words().subject(), line, ready.variables()));
            }
        }
        Map<String, String> all = new HashMap<>();
        some.forEach(ready -> ready.variables()
                .forEach((name, value) -> all.put(ready.notice().id() + name, value)));
        Map<String, String> variables = DigestNotice.values(
                preferences.school(),
                category,
                some.stream().map(Ready::variables).toList(),
                lines,
                preferences.day(some.stream().map(ready -> ready.notice().queuedAt())),
                notice.language());
        Kind kind = discreet && !mail ? DiscreetNotice.KIND : DigestNotice.KIND;
        Map<String, String> shown = discreet && !mail ? preferences.discreet(variables) : variables;
        if (first.unsubscribe() != null) {
            variables.put(Renderer.UNSUBSCRIBE_LINK, first.unsubscribe().toString());
        }
        Words words = renderer.render(kind, notice.language(), notice.channel(), shown);
        all.putAll(variables);
        return new Ready(
                first.saying(
                        id,
                        kind,
                        discreet && mail ? discreetSubject(notice, variables, renderer) : words.subject(),
                        words.text(),
                        words.html(),
                        words.logo(),
                        shown,
                        commonThread(some)),
                texts,
                all,
                notice);
    }

    private @Nullable String thread(Notice notice) {
        return type(notice.kind())
                .flatMap(type -> type.thread(notice))
                .flatMap(thread -> preferences.threads().token(notice.recipient(), thread))
                .orElse(null);
    }

    /** A message about several things belongs to the thread of none. */
    private static @Nullable String commonThread(List<Ready> some) {
        String first = some.get(0).words().thread();
        return some.stream()
                        .allMatch(ready -> Objects.equals(first, ready.words().thread()))
                ? first
                : null;
    }

    /** The words as the history may keep them: the link by which the recipient answers opens something. */
    private static Notice.SentText textToKeep(String subject, String text, Map<String, String> variables) {
        String link = variables.getOrDefault(AnswerLinks.LINK, "");
        return new Notice.SentText(subject, link.isEmpty() ? text : text.replace(link, "…"));
    }

    private String discreetSubject(Notice notice, Map<String, String> variables, Renderer renderer) {
        return renderer.render(
                        DiscreetNotice.KIND, notice.language(), notice.channel(), preferences.discreet(variables))
                .subject();
    }
}
