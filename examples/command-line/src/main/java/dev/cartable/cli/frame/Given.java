package dev.cartable.cli.frame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What was written on the command line, before and behind the name of the command. */
public final class Given {
    private Given() {}

    /** The longest names of the options. */
    public static Set<String> options(CommandSpec command) {
        return values(command).keySet();
    }

    /** The value of an option as it can be given: a list in one line; null if it has none. */
    public static @Nullable String value(OptionSpec option) {
        Object value = option.getValue();
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).collect(Collectors.joining(option.splitRegex()))
                : value == null ? null : value.toString();
    }

    /** The options' values as they were understood, by their longest names. */
    public static Map<String, String> values(CommandSpec command) {
        Map<String, String> values = new LinkedHashMap<>();
        ParseResult result = command.root().commandLine().getParseResult();
        while (result != null) {
            result.matchedOptions()
                    .forEach(option -> values.put(option.longestName(), Objects.toString(value(option))));
            result = result.hasSubcommand() ? result.subcommand() : null;
        }
        return values;
    }
}
