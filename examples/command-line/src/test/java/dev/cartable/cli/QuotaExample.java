package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The example of the source: profile « Étudiant » with its 14 values, user john, promotion « L3 Info », an alert at 80 %. */
final class QuotaExample {
    static final String TEMPLATE =
            "Attention {username}, vous avez utilisé {percent}% de votre quota. Il reste {remaining_gb} Go.";
    static final String[] PROFILE = {
        "quota",
        "profile",
        "add",
        "Étudiant",
        "--description",
        "Profil standard pour étudiants",
        "--up",
        "5120",
        "--down",
        "10240",
        "--volume",
        "53687091200",
        "--daily",
        "5368709120",
        "--weekly",
        "32212254720",
        "--monthly",
        "107374182400",
        "--validity",
        "30",
        "--session-timeout",
        "28800",
        "--idle-timeout",
        "600",
        "--simultaneous",
        "1"
    };

    /** A folder with the example in it, by the instant that it was set up as of. */
    private static final Map<String, Path> PREPARED = new ConcurrentHashMap<>();

    private QuotaExample() {}

    /** Sets it up as of an instant. A new desk with a file gets a copy of what the same commands have made before. */
    static void set(Desk desk, String now) {
        if (desk.isNewFile()) {
            Path prepared = PREPARED.computeIfAbsent(now, QuotaExample::prepare);
            for (String file : List.of("cartable.mv.db", "cartable.key")) {
                copy(prepared.resolve(file), desk.folder().resolve(file));
            }
        } else {
            setByCommands(desk, now);
        }
    }

    private static Path prepare(String now) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "quota-example");
            setByCommands(Desk.withFile(folder), now);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setByCommands(Desk desk, String now) {
        done(
                desk,
                now,
                "users",
                "add",
                "u1",
                "--name",
                "john",
                "--email",
                "john@example.org",
                "--promotion",
                "L3 Info");
        done(desk, now, PROFILE);
        done(desk, now, "quota", "assign", "--user", "john", "--profile", "Étudiant");
        done(desk, now, "quota", "assign", "--promotion", "L3 Info", "--profile", "Étudiant");
        done(
                desk,
                now,
                "alerts",
                "add",
                "--profile",
                "Étudiant",
                "--type",
                "quota_warning",
                "--threshold",
                "80",
                "--template",
                TEMPLATE);
    }

    /** What a command answers at an instant; it must have worked. */
    static Json done(Desk desk, String now, String... command) {
        return answer(desk, 0, now, command);
    }

    /** What a command answers at an instant, with this exit code. */
    static Json answer(Desk desk, int exit, String now, String... command) {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.addAll(List.of("--now", now, "--zone", "Africa/Conakry"));
        Json json = desk.json(words.toArray(String[]::new));
        Desk.Result result = desk.results().get(desk.results().size() - 1);
        assertThat(result.exit()).as("%s: %s", words, result.err()).isEqualTo(exit);
        return json;
    }

    /** What a user has used at an instant: today, this week, this month and in the validity. */
    static List<String> used(Desk desk, String now, String user) {
        return done(desk, now, "quota", "show", user).list("windows").stream()
                .map(window -> window.text("usedBytes"))
                .toList();
    }

    /** What is stored of use; not the leases, which a run that changes nothing takes too. */
    static List<String> stored(Desk desk) {
        List<String> stored = new ArrayList<>();
        try (var usages = desk.stores().usage().all()) {
            usages.forEach(usage -> {
                stored.add(usage.toString());
                try (var adjustments = desk.stores().usage().adjustments(usage.user())) {
                    adjustments.forEach(adjustment -> stored.add(adjustment.toString()));
                }
            });
        }
        try (var history = desk.stores().profiles().history(null, null)) {
            history.forEach(change -> stored.add(change.toString()));
        }
        return stored;
    }
}
