package dev.cartable.cli;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Words;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in people's words what is wrong with a command line. */
final class Misunderstanding {
    private Misunderstanding() {}

    static String of(ParameterException e, Words words) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            String hint = suggestions.isEmpty()
                    ? ""
                    : " " + words.text("error.suggestion", "suggestion", String.join(", ", suggestions));
            return words.text("error.unknown", "argument", String.join(" ", unmatched.getUnmatched())) + hint;
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return words.text(
                    "error.missing",
                    "missing",
                    missing.getMissing().stream().map(one -> name(one, words)).collect(Collectors.joining(", ")));
        }
        if (e instanceof CommandGroup.NoCommandException group) {
            return words.text("error.no-command", "commands", group.commands());
        }
        ArgSpec argument = e.getArgSpec();
        return argument == null || e.getValue() == null
                ? words.text("error.unfit", "detail", String.valueOf(e.getMessage()))
                : words.text("error.value", Map.of("value", e.getValue(), "argument", name(argument, words)));
    }

    static String hint(ParameterException e, Words words) {
        return words.text(
                "error.help", "command", e.getCommandLine().getCommandSpec().qualifiedName(" "));
    }

    private static String name(ArgSpec argument, Words words) {
        return argument instanceof OptionSpec option ? option.longestName() : words.label(argument.paramLabel());
    }
}
