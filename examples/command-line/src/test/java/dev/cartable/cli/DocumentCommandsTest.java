package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents on paper and in the vault, with the example school. */
class DocumentCommandsTest {
    private static final Path SCHOOL = Path.of("grades").toAbsolutePath();
    private static final String TERM = "Trimestre 1";

    @TempDir
    Path folder;

    @OnEachDatabase
    void aCodeOnPaperIsValidThenReplacedThenWithdrawn(TestDatabase.Kind kind) throws IOException {
        Desk desk = generated(Desk.with(kind, folder));
        desk.run("report-cards", "show", "E501", "--term", TERM, "--pdf", "bulletin.pdf");
        String code = code(desk, "E501");
        assertThat(text("bulletin.pdf")).contains(code).contains("https://ecole.example.org/verify/");

        Desk.Result valid = desk.run("documents", "verify", code, "--file", "bulletin.pdf", "--lang", "fr");
        assertThat(valid.exit()).as(valid.err()).isZero();
        assertThat(spaced(valid))
                .contains("Valide : ")
                .contains("Fatoumata Camara, 5A, Trimestre 1 2026-2027, révision 1")
                .contains("moyenne générale : 8,83/20")
                .contains("octet pour octet");
        assertThat(text("bulletin.pdf")).contains("8,83");
        Json facts =
                desk.json("documents", "verify", code.toLowerCase(Locale.ROOT).replace("-", ""));
        assertThat(facts.text("state")).isEqualTo("VALID");
        assertThat(facts.text("code")).isEqualTo(code);

        Files.writeString(folder.resolve("bulletin.pdf"), "forged");
        assertThat(desk.run("documents", "verify", code, "--file", "bulletin.pdf")
                        .exit())
                .isEqualTo(4);

        Files.writeString(
                folder.resolve("appreciations.csv"),
                "élève;trimestre;code matière;type;appréciation\nE501;" + TERM + ";;générale;Trimestre corrigé\n");
        desk.run("grades", "import", "appreciations.csv");
        desk.run(generate());
        Desk.Result replaced = desk.run("documents", "verify", code, "--lang", "fr");
        assertThat(replaced.exit()).isEqualTo(4);
        assertThat(spaced(replaced)).contains("Remplacé : ").contains("La révision 2 est en vigueur");

        assertThat(desk.run("people", "erase", "E501", "--yes").exit()).isZero();
        Desk.Result withdrawn = desk.run("documents", "verify", code, "--lang", "fr");
        assertThat(withdrawn.exit()).isEqualTo(4);
        assertThat(spaced(withdrawn)).contains("Retiré : ").doesNotContain("Camara", "5A");

        Desk.Result unknown = desk.run("documents", "verify", "K7QF-2M9D-XW3R-8TPH", "--lang", "fr");
        assertThat(unknown.exit()).isEqualTo(4);
        assertThat(spaced(unknown)).contains("Inconnu : ");
        Desk.Result mistyped = desk.run("documents", "verify", "K7QF-2M9D-XW3R-8TPX", "--lang", "fr");
        assertThat(mistyped.exit()).isEqualTo(2);
        assertThat(mistyped.err()).contains("faute de frappe");
    }

    @Test
    void allReportCardsAreInOneFileByClassAndName() throws IOException {
        Desk desk = generated(Desk.withFile(folder));

        Json printed = desk.json("report-cards", "print", "tout.pdf", "--term", TERM);

        assertThat(printed.count("reportCards")).isEqualTo(16);
        assertThat(printed.count("pages") % 2).isZero();
        List<String> names = List.of(
                "Fatoumata Camara", // 5A
                "Théo Garnier",
                "Mamadou Bah", // 6A
                "Aïssatou Diallo",
                "Jean-Pierre Koné",
                "Chloé Lefèvre");
        String text = text("tout.pdf");
        assertThat(names.stream().map(text::indexOf).toList()).isSorted().allMatch(at -> at >= 0);

        Json one = desk.json("report-cards", "print", "6A.pdf", "--term", TERM, "--promotion", "6A");
        assertThat(one.count("reportCards")).isEqualTo(8);
        assertThat(desk.run("report-cards", "print", "none.pdf", "--term", TERM, "--promotion", "9Z")
                        .exit())
                .isOne();
        assertThat(folder.resolve("none.pdf")).doesNotExist();
    }

    @Test
    void theSheetOfAClassIsAPageToo() throws IOException {
        Desk desk = generated(Desk.withFile(folder));

        Desk.Result sheet = desk.run("report-cards", "sheet", "6A", "6A.pdf", "--term", TERM, "--profile", "pdf");

        assertThat(sheet.exit()).as(sheet.err()).isZero();
        assertThat(text("6A.pdf"))
                .contains("Conseil de classe")
                .containsSubsequence("Bah Mamadou", "Diallo Aïssatou", "Koné Jean-Pierre", "N’Diaye Élodie");
    }

    @Test
    void aFileThatIsMissingDamagedOrBelongsToNoDocumentIsFound() throws IOException {
        Desk desk = generated(Desk.withFile(folder));
        assertThat(desk.json("documents", "check").count("documents")).isEqualTo(16);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder.resolve("documents"))) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Files.writeString(files.get(0), "damaged");
        byte[] whole = Files.readAllBytes(files.get(1));
        Files.delete(files.get(1));
        Path orphan = folder.resolve("documents").resolve("ab").resolve("ab".repeat(32));
        Files.createDirectories(orphan.getParent());
        Files.write(orphan, new byte[] {1});

        Json check = desk.json("documents", "check");

        assertThat(check.list("faulty"))
                .extracting(row -> row.text("code") + " " + row.text("file"))
                .containsExactlyInAnyOrder(
                        "DAMAGED " + files.get(0).getFileName(),
                        "MISSING " + files.get(1).getFileName());
        assertThat(check.count("orphans")).isOne();
        assertThat(desk.run("documents", "check", "--lang", "fr").exit()).isEqualTo(4);
        assertThat(desk.run("doctor", "--lang", "fr").out().replace('\u00A0', ' '))
                .contains("Les fichiers de 1 document sur 16 ne sont pas dans")
                .contains("1 fichier dans");

        Files.write(files.get(1), whole);
        assertThat(desk.run(generate()).exit()).isZero();
        assertThat(orphan).as("the next run deletes it").doesNotExist();
    }

    @Test
    void aFolderWithoutAFileOfADocumentIsNotTakenForOurs() {
        Desk desk = generated(Desk.withFile(folder));

        assertThat(desk.run("doctor", "--document-vault", "elsewhere", "--lang", "en")
                        .out())
                .contains("The files of 16 of 16 documents are not in");
    }

    private static Desk generated(Desk desk) {
        run(desk, "roster", "import", SCHOOL.resolve("roster").toString());
        run(desk, "calendar", "import", SCHOOL.resolve("calendar.csv").toString());
        run(
                desk,
                "grades",
                "import",
                SCHOOL.resolve("matieres.csv").toString(),
                SCHOOL.resolve("effectifs.csv").toString(),
                SCHOOL.resolve("notes.csv").toString(),
                SCHOOL.resolve("publication.csv").toString());
        run(desk, generate());
        return desk;
    }

    private static String[] generate() {
        return new String[] {"report-cards", "generate", "--term", TERM, "--public-url", "https://ecole.example.org"};
    }

    private static void run(Desk desk, String... command) {
        Desk.Result result = desk.run(command);
        assertThat(result.exit())
                .as(Arrays.toString(command) + result.out() + result.err())
                .isZero();
    }

    private static String code(Desk desk, String pupil) {
        return desk.json("report-cards", "list", "--term", TERM).list("documents").stream()
                .filter(row -> row.text("pupil").equals(pupil))
                .findFirst()
                .orElseThrow()
                .text("code");
    }

    private String text(String file) throws IOException {
        try (PDDocument document = Loader.loadPDF(folder.resolve(file).toFile())) {
            return new PDFTextStripper().getText(document);
        }
    }

    /** French writes unbreakable blanks before its marks. */
    private static String spaced(Desk.Result result) {
        return result.out().replace('\u00A0', ' ');
    }
}
