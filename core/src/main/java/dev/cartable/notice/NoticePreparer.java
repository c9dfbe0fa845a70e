package dev.cartable.notice;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.DiscreetNotice;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SentText;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        this.renderer = renderer;
        this.preferences = preferences;
    }

    /** What may be done with one notice. */
    sealed interface Prepared {}

    /**
     * It can be handed over.
     *
     * @param values what no log and no stored answer may show
     */
    record Ready(RenderedNotice words, Collection<String> values) implements Prepared {
        /** The words as the history may keep them: the link by which the recipient answers opens something. */
        SentText textToKeep() {
            String link = words.variables().getOrDefault(AnswerLinks.LINK, "");
            return new SentText(words.subject(), link.isEmpty() ? words.text() : words.text().replace(link, "…"));
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
        if (type.isEmpty()) {
            return new Broken(NoticeReason.NO_TYPE.with(notice.kind()));
        }
        Verdict verdict;
        try {
            verdict = type.get().check(notice);
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
                        type.get().category(),
                        preferences.unsubscribe(notice, type.get().category()).orElse(null),
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
            return new Ready(
                    new RenderedNotice(
                            notice.id(),
                            notice.key(),
                            kind,
                            notice.channel(),
                            notice.recipient(),
                            notice.address(),
                            notice.language(),
                            discreet && mail ? discreetSubject(notice, variables, renderer) : words.subject(),
                            words.text(),
                            words.html(),
                            words.logo(),
                            shown,
                            unsubscribe,
                            mail ? send.enclosures() : Enclosures.NONE),
                    List.copyOf(variables.values()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Broken(NoticeReason.NOT_WORDED.with(AnswerSanitizer.of(e)));
        }
    }

    private String discreetSubject(Notice notice, Map<String, String> variables, Renderer renderer) {
        return renderer.render(
                        DiscreetNotice.KIND, notice.language(), notice.channel(), preferences.discreet(variables))
                .subject();
    }
}
