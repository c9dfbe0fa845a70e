package dev.cartable.cli.frame;

import dev.cartable.work.Actor;
import dev.cartable.work.Leases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What one run of a command works with. Used by one thread. */
public final class Frame {
    private static final int LONGEST_ACTOR = 255;

    /** What Java calls a user whom the system does not know. */
    private static final String NO_NAME = "?";

    private final Surroundings around;
    private final Words words;
    private final Options options;
    private final Settings settings;
    private final Report report;
    private @Nullable BufferedReader answers;
    private @Nullable CommandException onMismatch;

    Frame(Surroundings around, Words words, Options options, Settings settings, String command) {
        this.settings = settings;
        this.around = options.now == null ? around : around.at(options.now);
        this.words = words.at(zone(options)).of(command);
        this.options = options;
        this.report = new Report(around, this.words, options.json, command);
    }

    /** Where the school's days begin and end; this machine's zone as long as another is not understood, which is reported later. */
    private static ZoneId zone(Options options) {
        try {
            return options.zone == null || options.zone.equals("system")
                    ? ZoneId.systemDefault()
                    : ZoneId.of(options.zone);
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }

    /** What to say instead where a key is refused that was made for this command alone, because there was none. */
    void onHostKeyMismatch(CommandException instead) {
        onMismatch = instead;
    }

    @Nullable
    CommandException onHostKeyMismatch() {
        return onMismatch;
    }

    /** Where the school's days begin and end. */
    public ZoneId zone() {
        return zone(options);
    }

    /** Whether the result goes to a program. */
    public boolean isJson() {
        return options.json;
    }

    public Surroundings around() {
        return around;
    }

    /** Who gives the command, as the operating system calls them; empty if it does not say. */
    public String actor() {
        Map<String, String> environment = around.environment();
        String name = Stream.of("USER", "LOGNAME", "USERNAME")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(System.getProperty("user.name", NO_NAME));
        String line =
                name.equals(NO_NAME) ? "" : name.replaceAll("\\p{Cntrl}", " ").strip();
        return line.substring(0, Math.min(line.length(), LONGEST_ACTOR));
    }

    /** The same for the audit trail, with the name of the machine. */
    Actor acting() {
        return new Actor(
                actor(), Actor.Via.COMMAND_LINE, Leases.Holder.thisProcess().hostName());
    }

    public Words words() {
        return words;
    }

    public Options options() {
        return options;
    }

    /** What is said once for all commands. */
    public Settings settings() {
        return settings;
    }

    public Report report() {
        return report;
    }

    /**
     * Whether a person agrees. Asked only at a terminal, and not with {@code --yes} or {@code --json}: then it is agreed.
     */
    public boolean agreed(String key, Map<String, ?> values) {
        if (!asks()) {
            return true;
        }
        String said = answer(words.text(key, values) + " " + words.text("ask.yes-no") + " ")
                .toLowerCase(Locale.ROOT);
        return said.equals("y") || said.equals("yes") || said.equals("o") || said.equals("oui");
    }

    /** What a person at the terminal answers; empty if nothing. */
    public String answer(String question) {
        around.err().print(question);
        around.err().flush();
        try {
            if (answers == null) {
                answers = new BufferedReader(new InputStreamReader(around.in(), Terminal.charset()));
            }
            String answer = answers.readLine();
            return answer == null ? "" : answer.strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read", e);
        }
    }

    /**
     * Whether a person agrees to what cannot be undone. Refused where a person can neither be asked nor has said {@code --yes}.
     * Ask when it is known that there is something to do.
     */
    public boolean consents(String key, Map<String, ?> values) {
        if (!options.yes && !asks()) {
            throw CommandException.usage(words.text("error.needs-yes"));
        }
        return agreed(key, values);
    }

    /** Whether {@link #consents} would ask or refuse, so that it has to be known what there is to do. */
    public boolean needsConsent() {
        return !options.yes;
    }

    /** Whether {@link #agreed} would ask. */
    public boolean asks() {
        return around.questions() && !options.yes && !options.json;
    }

    /** Runs long work with a bar on the terminal, if standard error is one. The work says when an item is done. */
    public void withProgress(String key, long total, Consumer<Runnable> work) {
        if (!around.progress()) {
            work.accept(() -> {});
            return;
        }
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(words.text(key))
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                .build()) {
            work.accept(bar::step);
        }
    }

    /** As {@link #withProgress}, for work that says itself how much of it is done, and what it does now. */
    public <T> T withAmounts(String key, Function<Amounts, T> work) {
        if (!around.progress()) {
            return work.apply((step, done, total) -> {});
        }
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(words.text(key))
                .setInitialMax(1)
                .setUnit(" " + words.text("unit.mebibytes"), 1 << 20)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                .build()) {
            return work.apply((step, done, total) -> {
                bar.setExtraMessage(step);
                bar.maxHint(Math.max(total, done));
                bar.stepTo(done);
            });
        }
    }

    /** How much of some work is done. */
    public interface Amounts {
        /**
         * Says how far it is.
         *
         * @param step what is done now, for people
         * @param total 0 if it is not known
         */
        void reached(String step, long done, long total);
    }
}
