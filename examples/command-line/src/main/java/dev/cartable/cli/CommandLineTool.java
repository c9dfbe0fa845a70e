package dev.cartable.cli;

import static java.util.Objects.requireNonNull;

import dev.cartable.cli.account.AccountsCommand;
import dev.cartable.cli.alert.AlertsCommand;
import dev.cartable.cli.backup.BackupCommand;
import dev.cartable.cli.care.ConfigCommand;
import dev.cartable.cli.care.DoctorCommand;
import dev.cartable.cli.care.InitCommand;
import dev.cartable.cli.care.MailCommand;
import dev.cartable.cli.care.SmsCommand;
import dev.cartable.cli.frame.Command.Runner;
import dev.cartable.cli.frame.Command.Work;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Options;
import dev.cartable.cli.frame.Runs;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.cli.frame.Settings;
import dev.cartable.cli.frame.Surroundings;
import dev.cartable.cli.frame.Words;
import dev.cartable.cli.grade.DocumentsCommand;
import dev.cartable.cli.grade.GradesCommand;
import dev.cartable.cli.grade.ReportCardsCommand;
import dev.cartable.cli.instance.InstanceCommand;
import dev.cartable.cli.key.HostKeyCommand;
import dev.cartable.cli.message.AnswersCommand;
import dev.cartable.cli.message.BouncesCommand;
import dev.cartable.cli.message.MessagesCommand;
import dev.cartable.cli.message.TemplatesCommand;
import dev.cartable.cli.person.PeopleCommand;
import dev.cartable.cli.person.PreferencesCommand;
import dev.cartable.cli.person.RetentionCommand;
import dev.cartable.cli.quota.QuotaCommand;
import dev.cartable.cli.quota.SessionCommand;
import dev.cartable.cli.record.AbsencesCommand;
import dev.cartable.cli.record.CalendarCommand;
import dev.cartable.cli.record.InvoicesCommand;
import dev.cartable.cli.record.PaymentsCommand;
import dev.cartable.cli.record.PlansCommand;
import dev.cartable.cli.record.StudySessionsCommand;
import dev.cartable.cli.record.SubscriptionsCommand;
import dev.cartable.cli.reminder.HistoryCommand;
import dev.cartable.cli.reminder.RemindersCommand;
import dev.cartable.cli.roster.RosterCommand;
import dev.cartable.cli.task.TasksCommand;
import dev.cartable.cli.task.TickCommand;
import dev.cartable.cli.trail.TrailCommand;
import dev.cartable.cli.user.UsersCommand;
import dev.cartable.notice.model.Channel;
import dev.cartable.work.PlanDigest;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
@Command(name = "cartable", versionProvider = Version.class)
public final class CommandLineTool implements Runner, Runnable {
    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            InitCommand.class,
            ConfigCommand.class,
            RosterCommand.class,
            UsersCommand.class,
            AbsencesCommand.class,
            InvoicesCommand.class,
            PaymentsCommand.class,
            StudySessionsCommand.class,
            PlansCommand.class,
            SubscriptionsCommand.class,
            CalendarCommand.class,
            GradesCommand.class,
            ReportCardsCommand.class,
            DocumentsCommand.class,
            AccountsCommand.class,
            PeopleCommand.class,
            PreferencesCommand.class,
            RetentionCommand.class,
            QuotaCommand.class,
            SessionCommand.class,
            AlertsCommand.class,
            RemindersCommand.class,
            HistoryCommand.class,
            MessagesCommand.class,
            AnswersCommand.class,
            BouncesCommand.class,
            TasksCommand.class,
            TickCommand.class,
            TemplatesCommand.class,
            MailCommand.class,
            SmsCommand.class,
            TrailCommand.class,
            BackupCommand.class,
            HostKeyCommand.class,
            InstanceCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            VersionCommand.class);

    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /** Commands that work where the settings are refused, and say so themselves. */
    private static final Set<String> WITHOUT_SETTINGS = Set.of("config show", "doctor");

    private final Surroundings around;
    private final Words words;
    private final Settings settings;

    @Mixin
    private Options options = new Options();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec spec;

    private CommandLineTool(Surroundings around, Words words, Settings settings) {
        this.around = around;
        this.words = words;
        this.settings = settings;
    }

    /** Runs a command line and returns its exit code. Writes to the given streams alone. */
    public static int run(Surroundings around, String... args) {
        Arguments given = new Arguments(List.of(args), around.environment());
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", given.has("--debug") ? "debug" : "error");
        Words words = words(around, args);
        CommandLine tool = commandLine(around, words, given.settings(around), commands(args));
        boolean json = given.isJson();
        tool.setParameterExceptionHandler((e, unused) -> misunderstood(around, words, json, e));
        return tool.execute(args);
    }

    /** The words in the language that a command line asks for. */
    static Words words(Surroundings around, String... args) {
        Arguments given = new Arguments(List.of(args), around.environment());
        return Words.in(given.language(given.settings(around)));
    }

    /** The commands that a command line needs: the one that it begins with, or all. Making all takes longer than most of them run. */
    private static List<Class<?>> commands(String... args) {
        boolean help = args.length > 1 && args[0].equals(name(HelpCommand.class));
        String first = args.length == 0 ? "" : args[help ? 1 : 0];
        return COMMANDS.stream()
                .filter(command -> name(command).equals(first))
                .filter(command -> command != HelpCommand.class && command != CompletionCommand.class)
                .findFirst()
                .<List<Class<?>>>map(command -> help ? List.of(HelpCommand.class, command) : List.of(command))
                .orElse(COMMANDS);
    }

    private static String name(Class<?> command) {
        return requireNonNull(command.getAnnotation(Command.class), "annotation")
                .name();
    }

    /** All commands with their words. */
    static CommandLine commandLine(Surroundings around, Words words, Settings settings) {
        return commandLine(around, words, settings, COMMANDS);
    }

    private static CommandLine commandLine(
            Surroundings around, Words words, Settings settings, List<Class<?>> commands) {
        CommandLine tool = new CommandLine(new CommandLineTool(around, words, settings));
        commands.forEach(tool::addSubcommand);
        tool.setResourceBundle(HelpPages.bundle(words, tool.getSubcommands().keySet()));
        tool.setHelpFactory(HelpPages.factory(words));
        tool.setDefaultValueProvider(new Defaults(around.environment(), settings.values()));
        tool.setOut(writer(around.out()));
        tool.setErr(writer(around.err()));
        tool.setCaseInsensitiveEnumValuesAllowed(true);
        tool.setOverwrittenOptionsAllowed(true);
        tool.registerConverter(Instant.class, CommandLineTool::instant);
        tool.registerConverter(Channel.class, CommandLineTool::channel);
        tool.registerConverter(PlanDigest.class, PlanDigest::new);
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
                        stream.print(HelpPages.plain(new String(text, from, length)));
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
        return Runs.run(around, words, options, settings, command, frame -> {
            CommandException refusal = settings.refusal(words);
            if (refusal != null && !WITHOUT_SETTINGS.contains(command)) {
                throw refusal;
            }
            Checks.options(options, words);
            if (!command.startsWith("config ")) {
                SchoolOptions.zone(frame);
            }
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

        /** The value that was given last, or that of the environment. */
        private @Nullable String value(String option, String variable) {
            for (int i = args.size() - 1; i >= 0; i--) {
                if (args.get(i).startsWith(option + "=")) {
                    return args.get(i).substring(option.length() + 1);
                }
                if (args.get(i).equals(option) && i + 1 < args.size()) {
                    return args.get(i + 1);
                }
            }
            return environment.get(variable);
        }

        Settings settings(Surroundings around) {
            return Settings.find(around, value("--db", "CARTABLE_DB"));
        }

        Locale language(Settings settings) {
            String given = value("--lang", "CARTABLE_LANG");
            String said = given == null ? settings.values().get("lang") : given;
            return said == null ? Locale.getDefault(Locale.Category.DISPLAY) : Locale.forLanguageTag(said);
        }
    }

    /** Options that are not given come from the environment, and then from the settings. */
    private record Defaults(Map<String, String> environment, Map<String, String> settings)
            implements CommandLine.IDefaultValueProvider {
        @Override
        public @Nullable String defaultValue(CommandLine.Model.ArgSpec argument) {
            if (!(argument instanceof OptionSpec option)
                    || option.scopeType() != CommandLine.ScopeType.INHERIT
                    || option.inherited()
                    || option.usageHelp()
                    || option.versionHelp()) {
                return null;
            }
            String name = option.longestName();
            String said = environment.get(Options.variable(name));
            return said == null ? settings.get(name.substring(2)) : said;
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
