package dev.cartable.cli.task;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Given;
import dev.cartable.cli.frame.Options;
import dev.cartable.cli.frame.Settings;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tasks install}: prints what makes the operating system tick, and installs nothing. */
@picocli.CommandLine.Command(name = "install")
final class InstallCommand extends Command {
    private static final String WINDOWS_FOLDER = "C:\\cartable";

    /** A day of 25 hours, and an hour more for a machine that is late. */
    private static final String MINUTES_OF_A_DAILY_TICK = "1560";

    private enum Timer {
        CRON,
        SYSTEMD,
        WINDOWS
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec command;

    @Option(names = "--windows")
    private boolean windows;

    @Option(names = "--systemd")
    private boolean systemd;

    @Option(names = "--at", paramLabel = "HH:MM")
    private @Nullable String at;

    @Option(names = "--log", paramLabel = "FILE")
    private @Nullable String log;

    @Override
    protected Exit run(Frame frame) {
        if (windows && systemd) {
            throw CommandException.usage(frame.words().text("error.one-of", Map.of("options", "--windows, --systemd")));
        }
        Set<String> lost = lost(frame);
        if (!lost.isEmpty()) {
            throw CommandException.usage(
                    frame.words().text("error.install-settings", "settings", String.join(", ", lost)));
        }
        LocalTime time = at == null
                ? null
                : CommandException.option(
                        frame.words(), "--at", at, () -> LocalTime.parse(at).withSecond(0));
        Timer timer = windows ? Timer.WINDOWS : systemd ? Timer.SYSTEMD : Timer.CRON;
        String file = log == null
                ? null
                : frame.around().path(log).toAbsolutePath().normalize().toString();
        String directory =
                frame.around().directory().toAbsolutePath().normalize().toString();
        boolean daily = time != null && !frame.settings().values().containsKey("tick-silence");
        boolean elsewhere = timer == Timer.WINDOWS && File.separatorChar != '\\';
        List<String> tick = elsewhere ? tickOnWindows(log) : tick(file);
        if (daily) {
            tick.addAll(List.of("--tick-silence", MINUTES_OF_A_DAILY_TICK));
        }
        List<String> lines = switch (timer) {
            case CRON -> cron(tick, directory, time);
            case SYSTEMD -> systemd(tick, directory, time);
            case WINDOWS -> windows(tick, elsewhere ? WINDOWS_FOLDER : directory, time);
        };
        frame.report().field("lines", lines);
        lines.forEach(frame.report()::print);
        frame.report().afterwards("tasks.install." + timer.name().toLowerCase(Locale.ROOT), Map.of());
        if (daily) {
            frame.report().afterwards("tasks.install.daily", Map.of("minutes", MINUTES_OF_A_DAILY_TICK));
        }
        if (elsewhere) {
            frame.report().afterwards("tasks.install.elsewhere", Map.of());
        }
        return Exit.DONE;
    }

    /** Settings that were given here and are not in the file, so that the system's timer would not have them. */
    private Set<String> lost(Frame frame) {
        Set<String> lost = new TreeSet<>();
        for (String name : Settings.NAMES) {
            boolean given = Given.options(command).contains("--" + name)
                    || frame.around().environment().containsKey(Options.variable("--" + name));
            if (given && !frame.settings().values().containsKey(name)) {
                lost.add("--" + name);
            }
        }
        lost.remove("--lang");
        return lost;
    }

    /** This program, as it was started now. */
    private static List<String> tick(@Nullable String log) {
        List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        words.add("-jar");
        words.add(jar());
        words.add("tick");
        if (log != null) {
            words.add("--log-file");
            words.add(log);
        }
        return words;
    }

    /** Examples, since a path of this machine is none on Windows. */
    private static List<String> tickOnWindows(@Nullable String log) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", WINDOWS_FOLDER + "\\cartable.jar", "tick"));
        if (log != null) {
            words.addAll(List.of("--log-file", log.replace('/', '\\')));
        }
        return words;
    }

    private static String jar() {
        try {
            return Path.of(InstallCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            return "cartable.jar";
        }
    }

    /** Five fields, the command, and its output only where something goes wrong: cron mails what is printed. */
    private static List<String> cron(List<String> tick, String directory, @Nullable LocalTime time) {
        String when = time == null ? "* * * * *" : time.getMinute() + " " + time.getHour() + " * * *";
        String line = "cd " + quoted(directory) + " && " + command(tick);
        return List.of(when + " " + line.replace("%", "\\%") + " >/dev/null");
    }

    private static List<String> systemd(List<String> tick, String directory, @Nullable LocalTime time) {
        String when = time == null ? "*-*-* *:*:00" : "*-*-* " + time + ":00";
        return List.of(
                "# ~/.config/systemd/user/cartable.service",
                "[Service]",
                "Type=oneshot",
                "WorkingDirectory=" + directory.replace("%", "%%"),
                "ExecStart=" + command(tick).replace("%", "%%"),
                "",
                "# ~/.config/systemd/user/cartable.timer",
                "[Timer]",
                "OnCalendar=" + when,
                "Persistent=true",
                "",
                "[Install]",
                "WantedBy=timers.target");
    }

    private static List<String> windows(List<String> tick, String directory, @Nullable LocalTime time) {
        String when = time == null ? "/SC MINUTE /MO 1" : "/SC DAILY /ST " + time;
        String inner = "cmd /c cd /d \\\"" + directory + "\\\" && "
                + String.join(
                        " ",
                        tick.stream()
                                .map(word -> word.contains(" ") ? "\\\"" + word + "\\\"" : word)
                                .toList());
        return List.of("schtasks /Create /TN Cartable " + when + " /TR \"" + inner + "\"");
    }

    private static String command(List<String> words) {
        return String.join(" ", words.stream().map(InstallCommand::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
