package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.account.csv.CsvExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Work in a Java process of its own, with little memory, that reports how much of it was needed. */
final class SmallHeap {
    private static final double MB = 1024 * 1024;
    private static final String RESULT = "most heap alive, and seconds: ";

    private SmallHeap() {}

    /** What the process reports. */
    record Result(double peakMb, double seconds) {}

    /** Runs the export of a database into a file. */
    static Result export(Place place, int megabytes, Path file, long expected) throws Exception {
        return run(megabytes, "export", place.url(), place.user(), Long.toString(expected), file.toString());
    }

    /** Runs a generation over a database. */
    static Result generate(Place place, int megabytes, long expected) throws Exception {
        return run(megabytes, "generate", place.url(), place.user(), Long.toString(expected));
    }

    /** Sends the messages that wait in a database to the mail server at a port of this machine. */
    static Result drain(Place place, int megabytes, int port, long expected) throws Exception {
        return run(megabytes, "drain", place.url(), place.user(), Long.toString(expected), Integer.toString(port));
    }

    /** Plans reminders of the study sessions of a database. */
    static Result plan(Place place, int megabytes, long expected) throws Exception {
        return run(megabytes, "plan", place.url(), place.user(), Long.toString(expected));
    }

    /** Makes so many report cards. */
    static Result reportCards(Place place, int megabytes, int count) throws Exception {
        return run(megabytes, "report cards", place.url(), place.user(), Integer.toString(count));
    }

    /** Makes and stores the documents of so many invoices. H2's cache of pages, which is in the same heap, is kept small. */
    static Result invoices(Place place, int megabytes, int count) throws Exception {
        return run(megabytes, "invoices", place.url() + ";CACHE_SIZE=512", place.user(), Integer.toString(count));
    }

    private static Result run(int megabytes, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-cp",
                Program.classPath(),
                SmallHeap.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int result = output.indexOf(RESULT);
        if (process.waitFor() != 0 || result < 0) {
            throw new IllegalStateException("the process with " + megabytes + " MB of heap failed:\n" + output);
        }
        String[] figures = output.substring(result + RESULT.length()).strip().split(" ", -1);
        return new Result(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }

    /** The process: what to do, URL, user, how many are expected, and the file of an export or the port of a mail server. */
    public static void main(String[] arguments) throws Exception {
        HeapWatch watch = HeapWatch.start();
        double seconds;
        try (Pool pool = new Pool(arguments[1], arguments[2])) {
            long expected = Long.parseLong(arguments[3]);
            seconds = switch (arguments[0]) {
                case "export" -> export(pool, Path.of(arguments[4]), expected);
                case "drain" -> drain(pool, Integer.parseInt(arguments[4]), expected);
                case "plan" -> plan(pool, Math.toIntExact(expected));
                case "invoices" -> InvoiceDocuments.make(pool, Math.toIntExact(expected));
                case "report cards" -> expected / new ReportCards().ours(Math.toIntExact(expected));
                default -> Runs.first(pool, Math.toIntExact(expected));
            };
        }
        System.out.printf(Locale.ROOT, "%s%.2f %.2f%n", RESULT, watch.peak() / MB, seconds);
    }

    private static double export(Pool pool, Path file, long expected) throws Exception {
        try (Cartable cartable = School.cartable(pool.source())) {
            return Measured.seconds(() -> Runs.check(
                    "accounts exported", cartable.accounts().export().export(file, CsvExport.plain()), expected));
        }
    }

    private static double plan(Pool pool, int expected) throws Exception {
        try (Cartable cartable = StudySchool.cartable(pool)) {
            return Measured.seconds(() -> StudySchool.plan(cartable, expected));
        }
    }

    private static double drain(Pool pool, int port, long expected) throws Exception {
        try (Cartable cartable = School.builder(pool.source())
                .courier(School.courier(port, School.USUAL_CONNECTIONS))
                .build()) {
            return Measured.seconds(() -> Runs.check(
                    "notices sent", cartable.notices().dispatch().drain().sent(), expected));
        }
    }
}
