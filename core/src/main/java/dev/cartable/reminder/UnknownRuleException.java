package dev.cartable.reminder;

import dev.cartable.CartableException;
import dev.cartable.notice.model.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Thrown when a rule is asked for that there is not. */
final class UnknownRuleException extends CartableException {
    private static final long serialVersionUID = 1L;

    UnknownRuleException(String kind, Collection<Kind> known) {
        super(
                "UNKNOWN_RULE",
                Map.of(
                        "rule",
                        kind,
                        "known",
                        known.stream().map(Kind::name).sorted().collect(Collectors.joining(", "))),
                "there is no rule " + kind);
    }
}
