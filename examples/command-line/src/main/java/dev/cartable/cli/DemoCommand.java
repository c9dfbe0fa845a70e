package dev.cartable.cli;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.cli.frame.Surroundings;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code demo}: the main job from end to end, in a temporary folder that is gone afterwards. */
@picocli.CommandLine.Command(name = "demo")
final class DemoCommand extends Command {
    /** The small roster that the jar carries. */
    private static final List<String> SAMPLE = List.of("orgs.csv", "users.csv", "relationships.csv");

    /** What it carries of a few days at that school, by the command that imports it. */
    private static final Map<String, String> RECORDS = new LinkedHashMap<>();

    static {
        RECORDS.put("sessions", "sessions.csv");
        RECORDS.put("absences", "absences.csv");
        RECORDS.put("invoices", "factures.csv");
        RECORDS.put("payments", "paiements.csv");
    }

    private static final String THAT_DAY = "2026-11-18T17:05:00Z";

    /** What it carries of another school, which has grades. */
    private static final List<String> GRADES = List.of(
            "calendar.csv", "matieres.csv", "effectifs.csv", "notes.csv", "appreciations.csv", "publication.csv");

    private static final String TERM = "Trimestre 1";
    private static final String PUPIL = "E501";
    private static final Pattern CODE = Pattern.compile("\"pupil\":\"" + PUPIL + "\".*?\"code\":\"([^\"]+)\"");

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
            Path roster = place == null
                    ? sample(folder, "roster", SAMPLE)
                    : frame.around().path(place);
            return show(frame, roster.toAbsolutePath().normalize(), folder);
        } finally {
            delete(folder);
        }
    }

    private static Path sample(Path folder, String name, Collection<String> files) throws IOException {
        Path sample = Files.createDirectory(folder.resolve(name));
        for (String file : files) {
            try (InputStream in = DemoCommand.class.getResourceAsStream(name + "/" + file)) {
                Files.copy(Objects.requireNonNull(in, file), sample.resolve(file));
            }
        }
        return sample;
    }

    private Exit show(Frame frame, Path roster, Path folder) throws IOException, MessagingException {
        Surroundings there = inside(frame.around(), folder);
        Exit plan = step(frame, there, "plan", roster, "accounts", "generate", "--roster", "DIR", "--dry-run");
        Exit result = step(frame, there, "result", roster, "accounts", "generate", "--roster", "DIR");
        Exit send = step(frame, there, "send", roster, "messages", "send");
        frame.report().say("demo.message");
        message(frame, folder.resolve("outbox"), subject -> true);
        Exit stats = step(frame, there, "stats", roster, "accounts", "stats");
        boolean records = place == null && DemoCommand.class.getResource("records/sessions.csv") != null;
        Exit day = records ? day(frame, there, roster, folder) : Exit.DONE;
        boolean grades = place == null && DemoCommand.class.getResource("grades/notes.csv") != null;
        Exit card = grades ? reportCard(frame, folder) : Exit.DONE;
        Exit invoice = grades ? invoice(frame, inside(frame.around(), folder.resolve("college"))) : Exit.DONE;
        frame.report().say("demo.end");
        return Stream.of(plan, result, send, stats, day, card, invoice)
                .filter(exit -> exit != Exit.PARTLY && exit != Exit.DONE)
                .findFirst()
                .orElse(Exit.DONE);
    }

    /** A day of reminders: a study session, absences and an invoice that is overdue. */
    private Exit day(Frame frame, Surroundings there, Path roster, Path folder) throws IOException, MessagingException {
        sample(folder, "records", RECORDS.values());
        frame.report().say("demo.records");
        for (Map.Entry<String, String> file : RECORDS.entrySet()) {
            Exit imported = run(frame, quiet(there), roster, file.getKey(), "import", "records/" + file.getValue());
            if (imported != Exit.DONE) {
                return imported;
            }
        }
        Exit remind = step(frame, there, "remind", roster, "reminders", "send");
        Exit send = run(frame, quiet(there), roster, "messages", "send");
        frame.report().say("demo.message");
        message(frame, folder.resolve("outbox"), subject -> subject.contains("2026-002"));
        Exit why = step(frame, there, "why", roster, "reminders", "why", "P004");
        return Stream.of(remind, send, why)
                .filter(exit -> exit != Exit.DONE)
                .findFirst()
                .orElse(Exit.DONE);
    }

    /** From grades to a report card, and from the code on it back to what it says. */
    private Exit reportCard(Frame frame, Path folder) throws IOException {
        Path school = Files.createDirectory(folder.resolve("college"));
        sample(school, "grades", GRADES);
        sample(school, "grades/roster", SAMPLE);
        Surroundings there = inside(frame.around(), school);
        frame.report().say("demo.grades");
        List<Exit> exits = new ArrayList<>();
        exits.add(run(frame, quiet(there), school, "roster", "import", "grades/roster"));
        exits.add(run(frame, quiet(there), school, "calendar", "import", "grades/calendar.csv"));
        exits.add(run(
                frame,
                quiet(there),
                school,
                "grades",
                "import",
                "grades/matieres.csv",
                "grades/effectifs.csv",
                "grades/notes.csv",
                "grades/appreciations.csv",
                "grades/publication.csv"));
        exits.add(step(
                frame, there, "explain", school, "grades", "explain", PUPIL, "--term", TERM, "--subject", "MATHS"));
        exits.add(step(frame, there, "cards", school, "report-cards", "generate", "--term", TERM, "--promotion", "5A"));
        exits.add(step(
                frame, there, "card", school, "report-cards", "show", PUPIL, "--term", TERM, "--pdf", "bulletin.pdf"));
        exits.add(step(frame, there, "verify", school, "documents", "verify", code(there)));
        return exits.stream().filter(exit -> exit != Exit.DONE).findFirst().orElse(Exit.DONE);
    }

    /** From a draft with two payers to a number, and what remains after a payment. */
    private Exit invoice(Frame frame, Surroundings there) {
        frame.report().say("demo.invoices");
        Path school = there.directory();
        List<Exit> exits = new ArrayList<>();
        exits.add(run(
                frame,
                there,
                school,
                "invoices",
                "draft",
                PUPIL,
                "--line",
                frame.words().text("demo.fees") + ";1500000",
                "--line",
                frame.words().text("demo.discount") + ";-150000",
                "--currency",
                "GNF",
                "--payer",
                "T501=2",
                "--sponsor",
                frame.words().text("demo.sponsor") + "=1",
                "--issue-invoices",
                "on"));
        exits.add(step(frame, there, "issue", school, "invoices", "issue", "--issue-invoices", "on"));
        exits.add(run(
                frame,
                quiet(there),
                school,
                "payments",
                "record",
                number(frame),
                "500000",
                "--payer",
                "1",
                "--issue-invoices",
                "on"));
        exits.add(step(frame, there, "paid", school, "invoices", "show", number(frame), "--issue-invoices", "on"));
        return exits.stream().filter(exit -> exit != Exit.DONE).findFirst().orElse(Exit.DONE);
    }

    private static String number(Frame frame) {
        return SchoolOptions.school(frame)
                        .today(frame.around().time().instant())
                        .getYear() + "-00001";
    }

    /** The code that stands on the pupil's report card. */
    private static String code(Surroundings there) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Surroundings captured = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                there.err(),
                there.in(),
                there.environment(),
                there.directory(),
                false,
                false,
                there.time());
        CommandLineTool.run(captured, "report-cards", "list", "--term", TERM, "--json");
        Matcher found = CODE.matcher(out.toString(StandardCharsets.UTF_8));
        return found.find() ? found.group(1) : "";
    }

    private static Surroundings quiet(Surroundings there) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Surroundings(
                nowhere, there.err(), there.in(), there.environment(), there.directory(), false, false, there.time());
    }

    private static Surroundings inside(Surroundings around, Path folder) {
        return new Surroundings(around.out(), around.err(), around.in(), Map.of(), folder, false, false, around.time());
    }

    private Exit step(Frame frame, Surroundings there, String what, Path roster, String... command) {
        frame.report().say("demo." + what);
        return run(frame, there, roster, command);
    }

    private Exit run(Frame frame, Surroundings there, Path roster, String... command) {
        String shown = Stream.of(command)
                .map(word -> word.matches("[^ ;|&()<>$*?!#'`]+") ? word : '"' + word + '"')
                .collect(Collectors.joining(" "))
                .replace("DIR", place == null ? "roster" : place);
        frame.report().print("$ cartable " + shown);
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.replaceAll(word -> word.equals("DIR") ? roster.toString() : word);
        String language = frame.words().language().getLanguage();
        words.addAll(List.of(
                "--lang",
                language,
                "--school-lang",
                language,
                "--school",
                Files.exists(there.path("grades")) ? "Collège des Deux Rives" : "École de la Rivière"));
        if (Files.exists(there.path("records"))) {
            words.addAll(List.of("--now", THAT_DAY, "--zone", "Africa/Conakry"));
        }
        return Exit.of(CommandLineTool.run(there, words.toArray(String[]::new)));
    }

    /** Shows the first mail with such a subject. */
    private static void message(Frame frame, Path outbox, Predicate<String> wanted)
            throws IOException, MessagingException {
        List<Path> mails;
        try (Stream<Path> files = Files.list(outbox)) {
            mails = files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
        for (Path file : mails) {
            try (InputStream in = Files.newInputStream(file)) {
                MimeMessage mail = new MimeMessage(null, in);
                if (wanted.test(mail.getSubject())) {
                    frame.report().say("demo.to", Map.of("address", mail.getAllRecipients()[0]));
                    frame.report().say("demo.subject", Map.of("subject", mail.getSubject()));
                    text(mail).lines().forEach(line -> frame.report().print("  " + line));
                    return;
                }
            }
        }
    }

    private static String text(MimeMessage mail) throws IOException, MessagingException {
        Object content = mail.getContent();
        while (content instanceof MimeMultipart parts) {
            content = parts.getBodyPart(0).getContent();
        }
        return "\n" + content.toString().strip();
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
