package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.cli.frame.Spelling;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.NoticeType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The kinds of reminders that a person names: in full, such as {@code reminder.session}, or by their last word alone. */
final class RuleChoice {
    private RuleChoice() {}

    /** The kinds of that name. */
    static Set<Kind> named(Frame frame, String name, Collection<Kind> known) {
        Set<Kind> found = known.stream()
                .filter(kind -> kind.name().equals(name) || word(kind).equals(name))
                .collect(Collectors.toSet());
        if (found.isEmpty()) {
            throw unknown(frame.words(), name, known);
        }
        return found;
    }

    /** The one kind of that name; the first where a word stands for several. */
    static Kind one(Frame frame, String name, Collection<Kind> known) {
        return named(frame, name, known).stream()
                .min(Comparator.comparing(Kind::name))
                .orElseThrow();
    }

    /** The kinds of all notices about reminders. */
    static List<Kind> known(Host host) {
        return host.cartable().reminders().noticeTypes().stream()
                .map(NoticeType::kind)
                .toList();
    }

    /** The school's date. */
    static LocalDate today(Frame frame) {
        return LocalDate.ofInstant(frame.around().time().instant(), SchoolOptions.zone(frame));
    }

    /** The short name of a kind, as a command line has it. */
    static String word(Kind kind) {
        return kind.name().substring(kind.name().lastIndexOf('.') + 1);
    }

    /** A kind in people's words; a host's own is shown by its name. */
    static String text(Words words, Kind kind) {
        return words.code(kind.name());
    }

    private static CommandException unknown(Words words, String name, Collection<Kind> known) {
        Set<String> names = new TreeSet<>();
        known.forEach(kind -> names.add(word(kind)));
        List<String> all = new ArrayList<>(names);
        known.forEach(kind -> all.add(kind.name()));
        String said = words.text("error.UNKNOWN_RULE", Map.of("rule", name, "known", String.join(", ", names)));
        List<String> close = Spelling.closest(name, all);
        return CommandException.usage(
                close.isEmpty() ? said : said + " " + words.text("error.suggestion", "suggestion", close));
    }
}
