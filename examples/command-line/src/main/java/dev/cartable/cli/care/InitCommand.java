package dev.cartable.cli.care;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Given;
import dev.cartable.cli.frame.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code init}: asks for what every command needs to know, or takes it from options, and keeps it in the settings. */
@picocli.CommandLine.Command(name = "init")
public final class InitCommand extends Command {
    private static final List<String> ASKED =
            List.of("school", "zone", "school-lang", "lang", "from", "activation-url", "db");

    /** Takes away what was said before. */
    private static final String NONE = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec command;

    @Override
    protected Exit run(Frame frame) throws IOException {
        Settings settings = frame.settings();
        Map<String, String> values = new LinkedHashMap<>(settings.values());
        Map<String, String> given = new LinkedHashMap<>();
        Given.values(command).forEach((option, value) -> {
            if (Settings.NAMES.contains(option.substring(2))) {
                given.put(option.substring(2), value);
            }
        });
        given.forEach((name, value) -> set(frame, name, value, values));
        if (frame.asks()) {
            ASKED.stream().filter(name -> !given.containsKey(name)).forEach(name -> ask(frame, name, values));
        } else if (given.keySet().stream().allMatch("lang"::equals)) {
            throw CommandException.usage(frame.words()
                    .text(
                            "error.missing-settings",
                            "missing",
                            String.join(
                                    ", ",
                                    ASKED.stream().map(name -> "--" + name).toList())));
        }
        settings.save(values);
        frame.report().field("file", settings.file()).field("settings", values);
        frame.report().say("init.done", Map.of("file", settings.file()));
        frame.report().afterwards("init.next", Map.of());
        return Exit.DONE;
    }

    private static void set(Frame frame, String name, String value, Map<String, String> values) {
        if (value.equals(NONE)) {
            values.remove(name);
            return;
        }
        Settings.check(frame, name, value);
        values.put(name, value);
    }

    private static void ask(Frame frame, String name, Map<String, String> values) {
        String before = values.getOrDefault(name, "");
        while (true) {
            String shown = before.isEmpty() ? "" : " [" + before + "]";
            String answer = frame.answer(frame.words().text("init.ask." + name) + shown + " ");
            if (answer.isEmpty()) {
                return;
            }
            try {
                set(frame, name, answer, values);
                return;
            } catch (CommandException e) {
                frame.around().err().println(e.getMessage());
            }
        }
    }
}
