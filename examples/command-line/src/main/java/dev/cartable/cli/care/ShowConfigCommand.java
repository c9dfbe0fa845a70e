package dev.cartable.cli.care;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Given;
import dev.cartable.cli.frame.Options;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Runs;
import dev.cartable.cli.frame.SettingDefaults;
import dev.cartable.cli.frame.Settings;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config show}: each setting's value, and where it comes from. No secret is shown. */
@picocli.CommandLine.Command(name = "show")
final class ShowConfigCommand extends Command {
    /** What only the environment can hold. */
    private static final List<String> SECRETS =
            List.of("CARTABLE_DB_USER", "CARTABLE_DB_PASSWORD", "CARTABLE_SMTP_PASSWORD", "CARTABLE_HOST_KEY");

    /** Where a value comes from; the first that has one wins. */
    private enum From {
        ARGUMENT,
        ENVIRONMENT,
        FILE,
        DEFAULT
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec command;

    @Override
    protected Exit run(Frame frame) {
        Settings settings = frame.settings();
        CommandException refusal = settings.refusal(frame.words());
        frame.report()
                .field("file", settings.file())
                .field("read", refusal == null && !settings.values().isEmpty());
        frame.report()
                .say(settings.values().isEmpty() ? "config.no-file" : "config.file", Map.of("file", settings.file()));
        if (refusal != null) {
            frame.report().print(String.valueOf(refusal.getMessage()));
        }
        Rows rows = frame.report().allRows("settings");
        Map<String, String> defaults = SettingDefaults.of(frame);
        String unset = frame.options().json() ? null : "–";
        for (String name : Settings.NAMES) {
            String given = Given.value(command.root().findOption("--" + name));
            String value = given == null ? defaults.get(name) : given;
            rows.add(Row.of("setting", name)
                    .and("value", value == null ? unset : Runs.hideSecrets(value))
                    .and("from", from(frame, settings, name)));
        }
        SECRETS.stream()
                .filter(frame.around().environment()::containsKey)
                .forEach(name ->
                        rows.add(Row.of("setting", name).and("value", "…").and("from", From.ENVIRONMENT)));
        return refusal == null ? Exit.DONE : Exit.FINDING;
    }

    private From from(Frame frame, Settings settings, String name) {
        if (Given.options(command).contains("--" + name)) {
            return From.ARGUMENT;
        }
        if (frame.around().environment().containsKey(Options.variable("--" + name))) {
            return From.ENVIRONMENT;
        }
        return settings.values().containsKey(name) ? From.FILE : From.DEFAULT;
    }
}
