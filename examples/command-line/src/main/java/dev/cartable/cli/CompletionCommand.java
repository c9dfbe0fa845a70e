package dev.cartable.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: a script by which a shell completes commands and options. */
@Command(name = "completion")
final class CompletionCommand implements Runnable {
    /** A shell whose completion can be written. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    /** The commands in front of the cursor, without options and their values. */
    private static final String FISH_PATH = """
            function __cartable_path
                set -l takes_value %s
                set -l path
                set -l skip no
                for word in (commandline -opc)[2..-1]
                    if test $skip = yes
                        set skip no
                    else if contains -- $word $takes_value
                        set skip yes
                    else if not string match -q -- '-*' $word
                        set -a path $word
                    end
                end
                string join ' ' $path
            end
            complete -c cartable -e
            """;

    @Parameters(paramLabel = "bash|zsh|fish")
    private Shell shell = Shell.BASH;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        // Picocli's script finds out which of the two shells reads it.
        out.print(shell == Shell.FISH ? fish(root) : AutoComplete.bash("cartable", root));
        out.flush();
    }

    private static String fish(CommandLine root) {
        String takeValue = root.getCommandSpec().options().stream()
                .filter(option -> option.arity().max() > 0)
                .flatMap(option -> Stream.of(option.names()))
                .sorted()
                .collect(Collectors.joining(" "));
        return FISH_PATH.formatted(takeValue)
                + all(root).flatMap(CompletionCommand::lines).collect(Collectors.joining("\n"))
                + "\n";
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CompletionCommand::all));
    }

    private static Stream<String> lines(CommandLine command) {
        String path = command.getCommandSpec()
                .qualifiedName(" ")
                .substring("cartable".length())
                .strip();
        boolean group = !command.getSubcommands().isEmpty();
        Stream<String> names = command.getSubcommands().entrySet().stream()
                .map(entry -> "complete -c cartable -f -n 'test (__cartable_path) = \"" + path + "\"' -a "
                        + entry.getKey()
                        + description(
                                entry.getValue().getCommandSpec().usageMessage().description()));
        Stream<String> options = command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden() && (path.isEmpty() || !option.inherited()))
                .map(option -> "complete -c cartable"
                        + (path.isEmpty() ? "" : " -n 'string match -q -- \"" + path + "*\" (__cartable_path)'")
                        + names(option) + (option.arity().max() > 0 ? " -r" : "") + description(option.description()));
        return group ? Stream.concat(names, options) : options;
    }

    private static String names(OptionSpec option) {
        return Stream.of(option.names())
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
    }

    /** The first sentence. */
    private static String description(String... lines) {
        String text = HelpPages.plain(String.join(" ", List.of(lines)))
                .replace("%%", "%")
                .replace("%n", " ");
        return " -d '" + text.split("(?<=[.:]) ", 2)[0].replace("'", "’") + "'";
    }
}
