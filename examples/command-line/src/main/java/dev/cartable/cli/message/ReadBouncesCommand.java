package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.mail.BounceFolder;
import dev.cartable.mail.ImapBounces;
import dev.cartable.mail.ImapSettings;
import dev.cartable.notice.RecordBounces;
import dev.cartable.notice.RecordBounces.Outcome;
import dev.cartable.notice.port.BounceMailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bounces read}: from a folder or by IMAP. A password comes from the environment or a file, since others see arguments. */
@picocli.CommandLine.Command(name = "read")
final class ReadBouncesCommand extends Command {
    private static final String PASSWORD = "CARTABLE_IMAP_PASSWORD";
    private static final int LONGEST_PASSWORD = 1_000;

    @Parameters(paramLabel = "DIR", arity = "0..1")
    private @Nullable String folder;

    @Option(names = "--imap", paramLabel = "URL")
    private @Nullable String imap;

    @Option(names = "--password-file", paramLabel = "FILE")
    private @Nullable String passwordFile;

    @Override
    protected Exit run(Frame frame) throws IOException {
        BounceMailbox mailbox = mailbox(frame);
        Rows rows = frame.report().rows("bounced");
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            RecordBounces.Counts counts = host.cartable()
                    .notices()
                    .bounces()
                    .read(mailbox, () -> Thread.currentThread().isInterrupted(), step -> {
                        step.outcomes()
                                .forEach(outcome -> add(frame, rows, step.mail().name(), outcome));
                        if (step.mail() instanceof BounceMailbox.NotUnderstood mail) {
                            error(frame, mail.name(), mail.fault().name());
                        }
                    });
            frame.report().counts(counts);
            return Exit.ofFailures(counts.notUnderstood() + counts.unmatched());
        }
    }

    private static void add(Frame frame, Rows rows, String mail, Outcome outcome) {
        if (outcome == Outcome.UNKNOWN_NOTICE || outcome == Outcome.OTHER_ADDRESS) {
            error(frame, mail, outcome.name());
        } else {
            rows.add(Row.of("message", mail).and("outcome", outcome));
        }
    }

    private static void error(Frame frame, String mail, String code) {
        String reason = frame.words().text("bounces." + code, Map.of("message", mail));
        frame.report().rows("errors").add(Row.error(reason, code).and("message", mail));
    }

    private BounceMailbox mailbox(Frame frame) throws IOException {
        String directory = folder;
        String url = imap;
        if ((directory == null) == (url == null)) {
            throw CommandException.usage(frame.words().text("error.bounces-source"));
        }
        return url == null
                ? new BounceFolder(frame.around().path(String.valueOf(directory)))
                : new ImapBounces(ImapSettings.of(url, password(frame)));
    }

    private String password(Frame frame) throws IOException {
        if (passwordFile != null) {
            Path file = frame.around().path(passwordFile);
            String text = Files.size(file) > LONGEST_PASSWORD ? "" : Files.readString(file);
            return text.strip();
        }
        String given = frame.around().environment().get(PASSWORD);
        if (given == null || given.isEmpty()) {
            throw CommandException.usage(frame.words().text("error.imap-password"));
        }
        return given;
    }
}
