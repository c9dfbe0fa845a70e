package dev.cartable.notice;

import static java.util.stream.Collectors.groupingBy;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Verdict;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.port.StillTrue;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks whether notices are still true and puts them into words. A failure is a value, and its own notice's alone. */
final class Preparation {
    private final Map<Kind, StillTrue> facts;
    private final Renderer renderer;

    Preparation(Collection<? extends StillTrue> facts, Renderer renderer) {
        Map<Kind, StillTrue> byKind = new HashMap<>();
        for (StillTrue fact : facts) {
            if (byKind.put(fact.kind(), fact) != null) {
                throw new IllegalArgumentException(
                        "two parts of the application answer for notices of kind '" + fact.kind() + "'; leave one");
            }
        }
        this.facts = Map.copyOf(byKind);
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

    /** It could not be prepared this time. */
    record Broken(String reason) implements Prepared {}

    /** What the facts say of some notices: a verdict or a failure for each; and what puts them into words. */
    record Checked(Map<NoticeId, Verdict> verdicts, Map<NoticeId, String> failures, Renderer renderer) {}

    /** What is known of a notice without asking. */
    Checked known(NoticeId notice, Verdict verdict) {
        return new Checked(Map.of(notice, verdict), Map.of(), renderer);
    }

    Optional<StillTrue> fact(Kind kind) {
        return Optional.ofNullable(facts.get(kind));
    }

    /** Asks the facts about notices whose kinds are known. */
    Checked check(List<Notice> notices) {
        Checked checked = new Checked(new HashMap<>(), new HashMap<>(), renderer.forBatch());
        notices.stream()
                .collect(groupingBy(Notice::kind))
                .forEach((kind, some) -> fact(kind).ifPresent(fact -> check(fact, some, checked)));
        return checked;
    }

    private static void check(StillTrue fact, List<Notice> notices, Checked checked) {
        try {
            checked.verdicts().putAll(fact.check(notices));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (notices.size() == 1) {
                checked.failures()
                        .put(notices.get(0).id(), "could not be checked for being still true: " + Answers.of(e));
            } else {
                notices.forEach(notice -> check(fact, List.of(notice), checked));
            }
        }
    }

    Prepared prepare(Notice notice, Checked checked) {
        String failure = checked.failures().get(notice.id());
        if (failure != null) {
            return new Broken(failure);
        }
        Verdict verdict = checked.verdicts().get(notice.id());
        if (verdict instanceof Verdict.Suppress suppress) {
            return new Untrue(suppress.reason());
        }
        if (verdict instanceof Verdict.Tell tell) {
            return words(notice, tell, checked.renderer());
        }
        return new Broken("nobody could say whether it is still true");
    }

    private static Prepared words(Notice notice, Verdict.Tell tell, Renderer renderer) {
        Map<String, String> variables = new HashMap<>(notice.variables());
        variables.putAll(tell.variables());
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
                            words.html()),
                    List.copyOf(variables.values()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Broken("could not be put into words: " + Answers.of(e));
        }
    }
}
