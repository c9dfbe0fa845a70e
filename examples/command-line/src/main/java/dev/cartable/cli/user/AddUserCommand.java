package dev.cartable.cli.user;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code users add}: what is not said of a user who is there already stays as it is. */
@picocli.CommandLine.Command(name = "add")
final class AddUserCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--name", paramLabel = "USERNAME")
    private @Nullable String userName;

    @Option(names = "--email", paramLabel = "ADDRESS")
    private @Nullable String email;

    @Option(names = "--language", paramLabel = "LANGUAGE")
    private @Nullable String language;

    @Option(names = "--promotion", paramLabel = "NAME")
    private @Nullable String promotion;

    @Option(names = "--inactive")
    private boolean inactive;

    @Option(names = "--active")
    private boolean active;

    private static Said said(Frame frame, Supplier<Said> made) {
        try {
            return made.get();
        } catch (Said.Unfit e) {
            throw CommandException.usage(frame.words()
                    .text("users.unfit-option", "column", "--" + e.column().replace("userName", "name")));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(frame.words().text("users.unfit-option", "column", "ID"));
        }
    }

    @Override
    protected Exit run(Frame frame) {
        if (active && inactive) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--active, --inactive"));
        }
        if (email != null && !email.isBlank()) {
            CommandException.address(frame.words(), email);
        }
        Said said = said(
                frame,
                () -> new Said(
                        new UserId(id),
                        userName,
                        email,
                        language,
                        promotion,
                        active ? Boolean.TRUE : inactive ? false : null));
        frame.report().rows("errors");
        try (Host host = Host.writing(frame)) {
            Saving saving = new Saving(host, false);
            if (promotion != null && said.saysPromotion() && saving.promotion(promotion) == null) {
                throw CommandException.failed(
                        "UNKNOWN_PROMOTION", frame.words().text("error.unknown-promotion", "name", promotion));
            }
            saving.save(List.of(said));
            Map<String, Long> counts = saving.counts(0);
            frame.report().field("user", said.id());
            frame.report().counts(counts);
            return Exit.DONE;
        }
    }
}
