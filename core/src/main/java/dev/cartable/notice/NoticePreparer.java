package dev.cartable.notice;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks whether notices are still true and puts them into words. A failure is a value, and its own notice's alone. */
final class NoticePreparer {
    private final Map<Kind, NoticeType> types;
    private final Renderer renderer;

    NoticePreparer(Collection<? extends NoticeType> types, Renderer renderer) {
        Map<Kind, NoticeType> byKind = new HashMap<>();
        for (NoticeType type : types) {
            if (byKind.put(type.kind(), type) != null) {
                throw new IllegalArgumentException(
                        "two parts of the application answer for notices of kind '" + type.kind() + "'; leave one");
            }
        }
        this.types = Map.copyOf(byKind);
        this.renderer = renderer;
    }

    /** What may be done with one notice. */
    sealed interface Prepared {}

    /**
     * It can be handed over.
     *
     * @param values what no log and no stored answer may show
     */
    record Ready(RenderedNotice words, Collection<String> values) implements Prepared {
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
                ? words(send.address() == null ? notice : notice.with(send.address(), notice.variables()), send, words)
                : new Broken(NoticeReason.NOT_CHECKED.name());
    }

    /** Puts a notice into words with made-up values, without asking. */
    Prepared sendTest(Notice notice, Map<String, String> values) {
        return words(notice, new Verdict.Send(values), renderer);
    }

    private static Prepared words(Notice notice, Verdict.Send send, Renderer renderer) {
        Map<String, String> variables = new HashMap<>(notice.variables());
        variables.putAll(send.variables());
        try {
            Words words = renderer.render(notice.kind(), notice.language(), notice.channel(), variables);
            return new Ready(
                    new RenderedNotice(
                            notice.id(),
                            notice.key(),
                            notice.kind(),
                            notice.channel(),
                            notice.recipient(),
                            notice.address(),
                            notice.language(),
                            words.subject(),
                            words.text(),
                            words.html(),
                            words.logo(),
                            variables),
                    List.copyOf(variables.values()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Broken(NoticeReason.NOT_WORDED.with(AnswerSanitizer.of(e)));
        }
    }
}
