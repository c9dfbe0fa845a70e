package dev.cartable.cli.grade;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.Term;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The term that a command is about: the one that closed last, unless another is named. */
final class TermChoice {
    @Option(names = "--term", paramLabel = "TERM")
    private @Nullable String term;

    @Option(names = "--year", paramLabel = "YEAR")
    private @Nullable String year;

    Term of(Frame frame, Host host) {
        if (term == null) {
            return host.cartable()
                    .documents()
                    .readReportCards()
                    .latestClosedTerm()
                    .filter(closed -> year == null || closed.year().equals(year))
                    .orElseThrow(() -> CommandException.usage(frame.words().text("error.no-closed-term")));
        }
        String name = term;
        String given = year;
        if (given != null) {
            return CommandException.checked(frame.words(), () -> new Term(given, name));
        }
        List<Term> terms = host.cartable().records().calendar().terms();
        List<Term> ofName =
                terms.stream().filter(one -> one.name().equals(name)).toList();
        if (ofName.isEmpty() && !terms.isEmpty()) {
            throw CommandException.usage(
                    frame.words().text("error.unknown-term", Map.of("term", name, "terms", terms)));
        }
        if (ofName.size() != 1) {
            throw CommandException.usage(frame.words().text("error.which-year", Map.of("term", name)));
        }
        return ofName.get(0);
    }
}
