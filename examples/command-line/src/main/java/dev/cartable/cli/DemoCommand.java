package dev.cartable.cli;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Surroundings;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code demo}: the main job from end to end, in a temporary folder that is gone afterwards. */
@picocli.CommandLine.Command(name = "demo")
final class DemoCommand extends Command {
    /** The small roster that the jar carries. */
    private static final List<String> SAMPLE = List.of("orgs.csv", "users.csv", "relationships.csv");

    @Parameters(paramLabel = "DIR", arity = "0..1")
    private @Nullable String place;

    @Override
    protected Exit run(Frame frame) throws IOException, MessagingException {
        if (frame.options().json()) {
            throw CommandException.usage(frame.words().text("error.demo-json"));
        }
        if (place != null && !Files.exists(frame.around().path(place))) {
            throw CommandException.usage(frame.words().text("error.demo-roster", "place", place));
        }
        Path folder = Files.createTempDirectory("cartable-demo");
        try {
            Path roster = place == null ? sample(folder) : frame.around().path(place);
            return show(frame, roster.toAbsolutePath().normalize(), folder);
        } finally {
            delete(folder);
        }
    }

    private static Path sample(Path folder) throws IOException {
        Path roster = Files.createDirectory(folder.resolve("roster"));
        for (String file : SAMPLE) {
            try (InputStream in = DemoCommand.class.getResourceAsStream("roster/" + file)) {
                Files.copy(Objects.requireNonNull(in, file), roster.resolve(file));
            }
        }
        return roster;
    }

    private Exit show(Frame frame, Path roster, Path folder) throws IOException, MessagingException {
        Surroundings there = inside(frame.around(), folder);
        Exit plan = step(frame, there, "plan", roster, "accounts", "generate", "--roster", "DIR", "--dry-run");
        Exit result = step(frame, there, "result", roster, "accounts", "generate", "--roster", "DIR");
        Exit send = step(frame, there, "send", roster, "messages", "send");
        frame.report().say("demo.message");
        message(frame, folder.resolve("outbox"));
        Exit stats = step(frame, there, "stats", roster, "accounts", "stats");
        frame.report().say("demo.end");
        return Stream.of(plan, result, send, stats)
                .filter(exit -> exit != Exit.PARTLY && exit != Exit.DONE)
                .findFirst()
                .orElse(Exit.DONE);
    }

    private static Surroundings inside(Surroundings around, Path folder) {
        return new Surroundings(around.out(), around.err(), around.in(), Map.of(), folder, false, false, around.time());
    }

    private Exit step(Frame frame, Surroundings there, String what, Path roster, String... command) {
        String shown = String.join(" ", command).replace("DIR", place == null ? "roster" : place);
        frame.report().say("demo." + what);
        frame.report().print("$ cartable " + shown);
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.replaceAll(word -> word.equals("DIR") ? roster.toString() : word);
        String language = frame.words().language().getLanguage();
        words.addAll(List.of("--lang", language, "--school-lang", language, "--school", "École de la Rivière"));
        return Exit.of(CommandLineTool.run(there, words.toArray(String[]::new)));
    }

    private static void message(Frame frame, Path outbox) throws IOException, MessagingException {
        try (Stream<Path> files = Files.list(outbox)) {
            Path first = files.filter(file -> file.toString().endsWith(".eml"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            try (InputStream in = Files.newInputStream(first)) {
                MimeMessage mail = new MimeMessage(null, in);
                frame.report().say("demo.to", Map.of("address", mail.getAllRecipients()[0]));
                frame.report().say("demo.subject", Map.of("subject", mail.getSubject()));
                text(mail).lines().forEach(line -> frame.report().print("  " + line));
            }
        }
    }

    private static String text(MimeMessage mail) throws IOException, MessagingException {
        if (mail.getContent() instanceof MimeMultipart parts) {
            BodyPart first = parts.getBodyPart(0);
            return "\n" + first.getContent().toString().strip();
        }
        return "\n" + mail.getContent().toString().strip();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
