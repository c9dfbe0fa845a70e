package dev.cartable.cli;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Spelling;
import dev.cartable.cli.frame.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in people's words what is wrong with a command line. */
final class Misunderstanding {
    private Misunderstanding() {}

    static String of(ParameterException e, Words words) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unknown(unmatched, words);
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return words.text(
                    "error.missing",
                    "missing",
                    missing.getMissing().stream().map(one -> name(one, words)).collect(Collectors.joining(", ")));
        }
        if (e instanceof CommandGroup.NoCommandException group) {
            return words.text("error.no-command", "commands", commands(group.getCommandLine()));
        }
        ArgSpec argument = e.getArgSpec();
        return argument == null || e.getValue() == null
                ? words.text("error.unfit", "detail", String.valueOf(e.getMessage()))
                : unfit(argument, e.getValue(), words);
    }

    /** The first word that is not known: those behind it may well be right. */
    private static String unknown(UnmatchedArgumentException e, Words words) {
        String word = e.getUnmatched().get(0);
        String said = words.text("error.unknown", "argument", word);
        List<String> close = Spelling.closest(word, e.getSuggestions());
        if (!close.isEmpty()) {
            return said + " " + words.text("error.suggestion", "suggestion", close);
        }
        CommandLine command = e.getCommandLine();
        boolean group = command.getParent() != null && !command.getSubcommands().isEmpty();
        return group && !word.startsWith("-")
                ? said + " " + words.text("error.no-command", "commands", commands(command))
                : said;
    }

    private static String unfit(ArgSpec argument, String value, Words words) {
        String name = name(argument, words);
        if (argument.completionCandidates() != null) {
            List<String> allowed = new ArrayList<>();
            argument.completionCandidates().forEach(one -> allowed.add(one.toLowerCase(Locale.ROOT)));
            return words.text("error.choice", Map.of("option", name, "value", value, "allowed", allowed));
        }
        String form = "form." + argument.typeInfo().getType().getSimpleName();
        String meaning = words.has(form)
                ? words.text(form)
                : HelpPages.plain(String.join(" ", argument.description())).replace("%%", "%");
        return words.text("error.value", Map.of("value", value, "argument", name, "meaning", meaning));
    }

    static String hint(ParameterException e, Words words) {
        return words.text(
                "error.help", "command", e.getCommandLine().getCommandSpec().qualifiedName(" "));
    }

    private static String commands(CommandLine group) {
        return String.join(", ", group.getSubcommands().keySet());
    }

    private static String name(ArgSpec argument, Words words) {
        return argument instanceof OptionSpec option ? option.longestName() : words.label(argument.paramLabel());
    }
}
