package dev.cartable.cli;

import dev.cartable.cli.account.AccountsCommand;
import dev.cartable.cli.alert.AlertsCommand;
import dev.cartable.cli.care.DoctorCommand;
import dev.cartable.cli.care.MailCommand;
import dev.cartable.cli.frame.Command.Runner;
import dev.cartable.cli.frame.Command.Work;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Options;
import dev.cartable.cli.frame.Runs;
import dev.cartable.cli.frame.Surroundings;
import dev.cartable.cli.frame.Words;
import dev.cartable.cli.key.HostKeyCommand;
import dev.cartable.cli.message.MessagesCommand;
import dev.cartable.cli.message.TemplatesCommand;
import dev.cartable.cli.person.PeopleCommand;
import dev.cartable.cli.person.RetentionCommand;
import dev.cartable.cli.quota.QuotaCommand;
import dev.cartable.cli.quota.SessionCommand;
import dev.cartable.cli.roster.RosterCommand;
import dev.cartable.cli.user.UsersCommand;
import dev.cartable.notice.model.Channel;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** All commands, and what they share. */
@Command(
        name = "cartable",
        versionProvider = Version.class,
        subcommands = {
            RosterCommand.class,
            UsersCommand.class,
            AccountsCommand.class,
            PeopleCommand.class,
            RetentionCommand.class,
            QuotaCommand.class,
            SessionCommand.class,
            AlertsCommand.class,
            MessagesCommand.class,
            TemplatesCommand.class,
            MailCommand.class,
            HostKeyCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            VersionCommand.class
        })
public final class CommandLineTool implements Runner, Runnable {
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final Surroundings around;
    private final Words words;

    @Mixin
    private Options options = new Options();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec spec;

    private CommandLineTool(Surroundings around, Words words) {
        this.around = around;
        this.words = words;
    }

    /** Runs a command line and returns its exit code. Writes to the given streams alone. */
    public static int run(Surroundings around, String... args) {
        Arguments given = new Arguments(List.of(args), around.environment());
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", given.has("--debug") ? "debug" : "error");
        Words words = words(around, args);
        CommandLine tool = commandLine(around, words);
        boolean json = given.isJson();
        tool.setParameterExceptionHandler((e, unused) -> misunderstood(around, words, json, e));
        return tool.execute(args);
    }

    /** The words in the language that a command line asks for. */
    static Words words(Surroundings around, String... args) {
        return Words.in(new Arguments(List.of(args), around.environment()).language());
    }

    /** All commands with their words. */
    static CommandLine commandLine(Surroundings around, Words words) {
        CommandLine tool = new CommandLine(new CommandLineTool(around, words));
        tool.setResourceBundle(words.bundle());
        tool.setDefaultValueProvider(new EnvironmentDefaults(around.environment()));
        tool.setOut(writer(around.out()));
        tool.setErr(writer(around.err()));
        tool.setCaseInsensitiveEnumValuesAllowed(true);
        tool.setOverwrittenOptionsAllowed(true);
        tool.registerConverter(Instant.class, CommandLineTool::instant);
        tool.registerConverter(Channel.class, CommandLineTool::channel);
        tool.setUsageHelpAutoWidth(true);
        HelpPages.install(tool, words);
        return tool;
    }

    /** An instant that databases and ids can hold. */
    private static Instant instant(String text) {
        Instant instant = Instant.parse(text.strip());
        if (instant.isBefore(Instant.EPOCH) || !instant.isBefore(END)) {
            throw new TypeConversionException("outside 1970 to 9999");
        }
        return instant;
    }

    private static Channel channel(String text) {
        try {
            return Channel.of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** A writer in the stream's own encoding. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int length) {
                        stream.print(new String(text, from, length));
                    }

                    @Override
                    public void flush() {
                        stream.flush();
                    }

                    @Override
                    public void close() {
                        flush();
                    }
                },
                true);
    }

    private static int misunderstood(Surroundings around, Words words, boolean json, ParameterException e) {
        return Runs.misunderstood(around, words, json, Misunderstanding.of(e, words), Misunderstanding.hint(e, words))
                .code();
    }

    @Override
    public Exit run(String command, Work work) {
        return Runs.run(around, words, options, command, frame -> {
            Checks.options(options, words);
            return work.run(frame);
        });
    }

    /** Without a command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What has to be known before the command line is read: the language of its errors. */
    private record Arguments(List<String> args, Map<String, String> environment) {
        boolean has(String option) {
            return args.contains(option);
        }

        boolean isJson() {
            return has("--json") || "true".equalsIgnoreCase(environment.get("CARTABLE_JSON"));
        }

        Locale language() {
            for (int i = args.size() - 1; i >= 0; i--) {
                if (args.get(i).startsWith("--lang=")) {
                    return Locale.forLanguageTag(args.get(i).substring("--lang=".length()));
                }
                if (args.get(i).equals("--lang") && i + 1 < args.size()) {
                    return Locale.forLanguageTag(args.get(i + 1));
                }
            }
            String given = environment.get("CARTABLE_LANG");
            return given == null ? Locale.getDefault(Locale.Category.DISPLAY) : Locale.forLanguageTag(given);
        }
    }

    /** Options that are not given come from the environment. */
    private record EnvironmentDefaults(Map<String, String> environment) implements CommandLine.IDefaultValueProvider {
        @Override
        public @Nullable String defaultValue(CommandLine.Model.ArgSpec argument) {
            if (!(argument instanceof OptionSpec option)
                    || option.scopeType() != CommandLine.ScopeType.INHERIT
                    || option.inherited()
                    || option.usageHelp()
                    || option.versionHelp()) {
                return null;
            }
            return environment.get(variable(option.longestName()));
        }

        /** The variable CARTABLE_HOST_KEY holds the key itself. */
        private static String variable(String option) {
            return option.equals("--host-key")
                    ? "CARTABLE_HOST_KEY_FILE"
                    : "CARTABLE_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
        }
    }

    /** Values that would otherwise be taken for something else. */
    private static final class Checks {
        static void options(Options options, Words words) {
            options.choices().forEach((option, choice) -> {
                if (choice.given() != null && !choice.allowed().contains(choice.given())) {
                    throw CommandException.usage(words.text(
                            "error.choice",
                            Map.of(
                                    "option",
                                    option,
                                    "value",
                                    choice.given(),
                                    "allowed",
                                    String.join(", ", choice.allowed()))));
                }
            });
        }
    }
}
