package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.ExportProfile;
import dev.cartable.cli.frame.Words;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Grades and report cards at the terminal, with the example school. */
class GradeCommandsTest {
    private static final Path SCHOOL = Path.of("grades").toAbsolutePath();
    private static final String[] FILES = {
        "matieres.csv", "effectifs.csv", "notes.csv", "appreciations.csv", "publication.csv"
    };
    private static final String TERM = "Trimestre 1";

    @TempDir
    Path folder;

    @OnEachDatabase
    void theExampleSchoolIsImportedCheckedAndExplained(TestDatabase.Kind kind) throws IOException {
        Desk desk = school(Desk.with(kind, folder));

        Json again = desk.json(importing());
        assertThat(again.count("unchanged")).isEqualTo(again.count("rows"));
        assertThat(again.list("imports")).hasSize(5);

        Desk.Result check = desk.run("report-cards", "check", "--term", TERM, "--lang", "fr");
        assertThat(check.exit()).isEqualTo(4);
        assertThat(spaced(check))
                .contains("Mme Roux – 6A, Histoire-géographie : le texte sur Jean-Pierre Koné nomme Aïssatou")
                .contains("M. Sylla – 6A, Sciences de la vie et de la Terre : Chloé Lefèvre n’a pas d’appréciation")
                .contains("Le secrétariat – 5A : Sékou Keïta n’a pas d’appréciation générale");

        Desk.Result explained = desk.run("grades", "explain", "E601", "--term", TERM, "--lang", "fr");
        assertThat(explained.exit()).isZero();
        assertThat(spaced(explained))
                .contains("Aïssatou Diallo, 6A, Trimestre 1 2026-2027")
                .contains("Français (Mme Koulibaly), coefficient 4")
                .contains("Rang ")
                .contains("Moyenne générale des matières");
        assertThat(explained.out().lines())
                .allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                        .as(line)
                        .isLessThanOrEqualTo(80));
        assertThat(desk.run("grades", "explain", "E603", "--term", TERM, "--lang", "en")
                        .out())
                .contains("فاطمة الزهراء, 6A")
                .contains("General average of the subjects");
        Json card = desk.json("grades", "explain", "E602", "--term", TERM);
        assertThat(card.text("promotion")).isEqualTo("6A");
        assertThat(card.list("subjects"))
                .filteredOn(row -> row.text("code").equals("EPS"))
                .singleElement()
                .satisfies(row -> assertThat(row.text("noAverage")).isEqualTo("NO_NUMBERS"));
    }

    @OnEachDatabase
    void reportCardsAreMadeOnceShownAndMadeAgainWhenTheyChange(TestDatabase.Kind kind) throws IOException {
        Desk desk = school(Desk.with(kind, folder));
        String[] generate = {"report-cards", "generate", "--term", TERM, "--promotion", "5A"};

        Json plan = desk.json(and(generate, "--dry-run"));
        long pupils = plan.count("created");
        assertThat(pupils).isPositive().isEqualTo(plan.count("input"));
        assertThat(folder.resolve("documents")).doesNotExist();

        Json done = desk.json(and(generate, "--plan", plan.text("digest")));
        assertThat(done.count("created")).isEqualTo(pupils);
        assertThat(done.list("reportCards")).hasSize((int) pupils);
        assertThat(desk.json(generate).count("unchanged")).isEqualTo(pupils);

        Json list = desk.json("report-cards", "list", "--term", TERM);
        assertThat(list.count("current")).isEqualTo(pupils);
        String pupil = list.list("documents").get(0).text("pupil");
        Desk.Result shown = desk.run(
                "report-cards",
                "show",
                pupil,
                "--term",
                TERM,
                "--pdf",
                folder.resolve("bulletin.pdf").toString(),
                "--lang",
                "fr");
        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(spaced(shown)).contains("révision 1").contains("en vigueur").contains("Moyenne générale");
        assertThat(Files.readAllBytes(folder.resolve("bulletin.pdf")))
                .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
        assertThat(desk.run("report-cards", "show", pupil, "--term", TERM, "--revision", "7", "--pdf", "-")
                        .exit())
                .isEqualTo(1);

        Path changed = Files.writeString(
                folder.resolve("appreciations.csv"),
                "élève;trimestre;code matière;type;appréciation\n" + pupil + ";" + TERM
                        + ";;générale;Trimestre corrigé\n");
        assertThat(desk.run("grades", "import", changed.toString()).exit()).isZero();
        Json again = desk.json(generate);
        assertThat(again.count("revised")).isEqualTo(1);
        assertThat(again.count("unchanged")).isEqualTo(pupils - 1);
        assertThat(desk.json("report-cards", "list", "--term", TERM).count("replaced"))
                .isEqualTo(1);
    }

    @OnEachDatabase
    void familiesAreNotifiedOnceOfWhatIsReleased(TestDatabase.Kind kind) throws IOException {
        Desk desk = school(Desk.with(kind, folder));
        String[] notify = {"report-cards", "notify", "--term", TERM};
        assertThat(desk.run(and(notify, "--lang", "en")).exit())
                .as("none is stored")
                .isEqualTo(6);
        long cards = desk.json("report-cards", "generate", "--term", TERM).count("created");
        release(desk, "2099-01-01T08:00");
        desk.run("report-cards", "generate", "--term", TERM);
        Desk.Result early = desk.run(and(notify, "--lang", "fr"));
        assertThat(early.exit()).isZero();
        assertThat(spaced(early)).contains("16 bulletins ne sont pas encore publiés");
        release(desk, "2020-01-01T08:00");
        desk.run("report-cards", "generate", "--term", TERM);

        Json plan = desk.json(and(notify, "--dry-run"));
        assertThat(plan.count("input")).isEqualTo(cards);
        assertThat(plan.count("notified")).isPositive();
        assertThat(plan.list("people")).anySatisfy(row -> {
            assertThat(row.text("recipient")).isEqualTo("guardian:T601");
            assertThat(row.text("channels")).isEqualTo("EMAIL");
        });
        assertThat(plan.list("people"))
                .anySatisfy(row -> assertThat(row.text("reason")).isEqualTo("NO_ADDRESS"));

        Json done = desk.json(and(notify, "--plan", plan.text("digest")));
        assertThat(done.count("notices")).isEqualTo(plan.count("notices")).isPositive();
        assertThat(desk.json(notify).count("notices")).isZero();
        assertThat(desk.json("messages", "list").list("messages")).hasSize((int) done.count("notices"));
        assertThat(desk.run(and(notify, "--document-attach", "perhaps")).exit()).isEqualTo(2);
    }

    private void release(Desk desk, String at) throws IOException {
        Path file = Files.writeString(
                folder.resolve("publication.csv"),
                "classe;trimestre;publication\n6A;" + TERM + ";" + at + "\n5A;" + TERM + ";" + at + "\n");
        Desk.Result imported = desk.run("grades", "import", file.toString());
        assertThat(imported.exit()).as(imported.out() + imported.err()).isZero();
    }

    private static String[] and(String[] arguments, String... more) {
        return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "excel-fr", "xlsx"})
    void theSheetOfAClassHasAllPupilsAndTheFiguresOfTheClass(String profile) throws IOException {
        Desk desk = school(Desk.withFile(folder));

        Desk.Result result = desk.run(
                "report-cards", "sheet", "6A", "conseil", "--term", TERM, "--profile", profile, "--lang", "fr");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("8 élèves dans conseil");
        List<List<String>> rows = rows(profile);
        assertThat(rows).hasSize(1 + 8 + 3);
        assertThat(rows.get(0))
                .startsWith("Élève", "Matricule", "Français", "Mathématiques")
                .contains("Moyenne générale", "Rang");
        assertThat(rows.get(1).get(0)).isEqualTo("Bah Mamadou");
        assertThat(rows.get(1).get(rows.get(0).indexOf("Moyenne générale")))
                .as("a number, as the program writes it")
                .matches(profile.equals("excel-fr") ? "\\d+,\\d\\d" : "\\d+\\.\\d+");
        assertThat(rows.get(9).get(0)).isEqualTo("Maximum");
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)));
    }

    private List<List<String>> rows(String profile) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve("conseil"));
                Stream<List<String>> rows =
                        ExportProfile.of(Words.in(Locale.FRENCH), profile, "x").read(in)) {
            return rows.toList();
        }
    }

    @Test
    void whatCannotBeReadIsNamedWithItsFileLineAndColumn() throws IOException {
        Desk desk = school(Desk.withFile(folder));
        Files.writeString(folder.resolve("notes.csv"), """
                        élève;matière;note;date
                        E601;Maths;21;2026-10-01
                        E601;Maths;douze?;2026-10-01
                        X;Maths;12;2026-10-01
                        E601;Maths;12;2025-10-01
                        E601;Maths;12;2026-10-01
                        """);

        Desk.Result result = desk.run("grades", "import", "notes.csv", "--lang", "fr");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(spaced(result))
                .contains("notes.csv 2 note : 21 dépasse 20")
                .contains("notes.csv 3 note : ni une note comme 12,5")
                .contains("notes.csv 4 élève : la liste n’a pas d’élève X")
                .contains("notes.csv 5 term : ni la ligne ni le calendrier");
        assertThat(desk.json("grades", "import", "notes.csv").count("unchanged"))
                .isOne();
    }

    @Test
    void daysOfMissingGradesAreWrittenAsPeopleReadThem() throws IOException {
        Desk desk = school(Desk.withFile(folder));
        Files.writeString(folder.resolve("notes.csv"), """
                        élève;matière;note;date;type
                        E601;Maths;12;2027-05-05;Contrôle
                        E601;Maths;13;2027-05-12;Contrôle
                        E602;Maths;12;2027-05-05;Contrôle
                        """);
        assertThat(desk.run("grades", "import", "notes.csv").exit()).isZero();

        assertThat(spaced(desk.run("report-cards", "check", "--term", "Trimestre 3", "--lang", "fr")))
                .contains("n’a pas de note du 12/05/2027, Contrôle");
        assertThat(desk.run("report-cards", "check", "--term", "Trimestre 3", "--lang", "en")
                        .out())
                .contains("has no grade of 12/05/2027, Contrôle");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Desk desk = school(Desk.withFile(folder));

        assertThat(desk.run("grades", "explain", "nobody", "--term", TERM).exit())
                .isOne();
        String[] unknownTerm = {"grades", "explain", "E601", "--term", "Trimestre 9", "--lang"};
        assertThat(desk.run(and(unknownTerm, "en")).exit()).isEqualTo(2);
        assertThat(desk.run(and(unknownTerm, "en")).err())
                .contains("The calendar has no term Trimestre 9. It has: ")
                .contains(TERM);
        assertThat(desk.run(and(unknownTerm, "fr")).err())
                .contains("Le calendrier n’a pas de période Trimestre 9. Il a")
                .contains(TERM);
        String[] unknownSubject = {"grades", "explain", "E601", "--term", TERM, "--subject", "LATIN", "--lang"};
        assertThat(desk.run(and(unknownSubject, "en")).exit()).isOne();
        assertThat(desk.run(and(unknownSubject, "en")).out()).isEmpty();
        assertThat(desk.run(and(unknownSubject, "en")).err())
                .contains("E601 has nothing in the subject LATIN")
                .contains("Français");
        assertThat(desk.run(and(unknownSubject, "fr")).err())
                .contains("E601 n’a rien dans la matière LATIN")
                .contains("Français");
        assertThat(desk.run("report-cards", "check", "--term", "Trimestre 3").exit())
                .isEqualTo(6);
        assertThat(desk.run("report-cards", "sheet", "9Z", "x.csv", "--term", TERM)
                        .err())
                .contains("No pupil was in the class 9Z");
        assertThat(folder.resolve("x.csv")).doesNotExist();
    }

    @Test
    void anotherScaleIsASetting() throws IOException {
        Desk desk = school(Desk.withFile(folder));
        String[] explain = {"grades", "explain", "E601", "--term", TERM, "--subject", "FR", "--grade-scale", "10"};

        assertThat(desk.run(explain).out()).contains("= 4.30 / 10").contains("5/10  ");
        assertThat(desk.run("grades", "explain", "E601", "--term", TERM, "--grade-scale", "acquired")
                        .out())
                .contains("No average: this scale has no averages");
        assertThat(desk.run("grades", "explain", "E601", "--term", TERM, "--grade-scale", "20 A=21")
                        .exit())
                .isEqualTo(2);
        assertThat(desk.run("grades", "explain", "E601", "--term", TERM, "--grade-zeros", "late")
                        .exit())
                .isEqualTo(2);
        assertThat(desk.run("grades", "explain", "E602", "--term", TERM, "--subject", "EPS", "--grade-zeros", "excused")
                        .out())
                .contains("counted as 0")
                .contains("= 0.00 / 20");
    }

    private static Desk school(Desk desk) {
        assertThat(desk.run("roster", "import", SCHOOL.resolve("roster").toString())
                        .exit())
                .isZero();
        assertThat(desk.run("calendar", "import", SCHOOL.resolve("calendar.csv").toString())
                        .exit())
                .isZero();
        Desk.Result imported = desk.run(importing());
        assertThat(imported.exit()).as(imported.out() + imported.err()).isZero();
        return desk;
    }

    private static String[] importing() {
        return Stream.concat(
                        Stream.of("grades", "import"),
                        Stream.of(FILES).map(file -> SCHOOL.resolve(file).toString()))
                .toArray(String[]::new);
    }

    /** French writes unbreakable blanks before its marks. */
    private static String spaced(Desk.Result result) {
        return result.out().replace('\u00A0', ' ');
    }
}
