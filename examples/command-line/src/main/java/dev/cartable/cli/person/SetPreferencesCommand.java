package dev.cartable.cli.person;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.notice.EditPreferences;
import dev.cartable.notice.EditPreferences.Change;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preferences set}: makes all changes, or none. */
@picocli.CommandLine.Command(name = "set")
final class SetPreferencesCommand extends Command {
    private static final String HOSTS = "default";
    private static final String NEVER = "off";

    @Parameters(paramLabel = "ID")
    private String named = "";

    @Option(names = "--as", paramLabel = "guardian|user|pupil")
    private @Nullable String as;

    @Option(names = "--decline", paramLabel = "CATEGORY:CHANNEL")
    private List<String> decline = List.of();

    @Option(names = "--accept", paramLabel = "CATEGORY:CHANNEL")
    private List<String> accept = List.of();

    @Option(names = "--language", paramLabel = "LANGUAGE|default")
    private @Nullable String language;

    @Option(names = "--quiet", paramLabel = "HH:MM-HH:MM|off")
    private @Nullable String quiet;

    @Option(names = "--quiet-zone", paramLabel = "ZONE")
    private @Nullable String quietZone;

    @Option(names = "--digest", paramLabel = "on|off|default")
    private @Nullable String digest;

    @Override
    protected Exit run(Frame frame) {
        frame.report().allRows("declined");
        List<Change> changes = changes(frame);
        if (changes.isEmpty()) {
            throw CommandException.usage(frame.words()
                    .text("error.one-of", "options", "--decline, --accept, --language, --quiet, --digest"));
        }
        try (Host host = Host.changing(frame)) {
            Target target = Target.of(frame, host, named, as);
            EditPreferences edit = host.cartable().notices().preferences();
            EditPreferences.Result result = edit.change(target.recipient(), changes);
            if (result instanceof EditPreferences.Refused refused) {
                throw CommandException.failed(
                        "MANDATORY",
                        frame.words()
                                .text(
                                        "error.mandatory-category",
                                        Map.of("category", refused.topic().category())));
            }
            if (result instanceof EditPreferences.Erased) {
                throw CommandException.failed("ALREADY_ERASED", frame.words().text("code.ALREADY_ERASED"));
            }
            if (result instanceof EditPreferences.QuietTooLong tooLong) {
                throw CommandException.failed(
                        "QUIET_TOO_LONG", frame.words().text("error.quiet-too-long", Map.of("hours", tooLong.hours())));
            }
            PreferenceRows.report(frame, host, ((EditPreferences.Changed) result).preferences());
            return Exit.DONE;
        }
    }

    private List<Change> changes(Frame frame) {
        List<Change> changes = new ArrayList<>();
        decline.forEach(text -> changes.add(new Change.Decline(topic(frame, "--decline", text))));
        accept.forEach(text -> changes.add(new Change.Accept(topic(frame, "--accept", text))));
        String newLanguage = language;
        if (newLanguage != null) {
            changes.add(new Change.Language(
                    newLanguage.equals(HOSTS)
                            ? null
                            : CommandException.option(
                                    frame.words(),
                                    "--language",
                                    newLanguage,
                                    () -> new Locale.Builder()
                                            .setLanguageTag(newLanguage)
                                            .build())));
        }
        String hours = quiet;
        if (hours != null) {
            changes.add(new Change.Quiet(hours.equals(NEVER) ? null : quiet(frame, hours)));
        }
        String joint = digest;
        if (joint != null) {
            changes.add(new Change.Digest(
                    joint.equals(HOSTS)
                            ? null
                            : CommandException.onOff(frame.words(), "--digest", joint, "on, off, default")));
        }
        return changes;
    }

    private QuietHours quiet(Frame frame, String hours) {
        String other = quietZone;
        ZoneId zone = other == null
                ? SchoolOptions.school(frame).zone()
                : CommandException.option(frame.words(), "--quiet-zone", other, () -> ZoneId.of(other));
        return CommandException.option(frame.words(), "--quiet", hours, () -> QuietHours.parse(hours, zone));
    }

    private static Topic topic(Frame frame, String option, String text) {
        return CommandException.option(frame.words(), option, text, () -> Topic.parse(text));
    }
}
