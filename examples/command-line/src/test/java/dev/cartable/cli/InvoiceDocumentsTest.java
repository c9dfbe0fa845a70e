package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of invoices, with the example school. */
class InvoiceDocumentsTest {
    @TempDir
    Path folder;

    @Test
    void invoicesReceiptsAndStatementsAreMadeFoundAndRecognised() throws IOException {
        Desk desk = school(Desk.withFile(folder));

        Json batch = desk.json("invoices", "batch");
        assertThat(batch.count("created")).isEqualTo(3);
        assertThat(desk.json("invoices", "batch").count("unchanged")).isEqualTo(3);

        Json printed = desk.json("invoices", "pdf", "2026-001", "facture.pdf");
        assertThat(printed.text("number")).isEqualTo("2026-001");
        assertThat(text("facture.pdf")).contains("2026-001");
        assertThat(desk.run("payments", "receipt", "2026-001", "recu.pdf").exit())
                .isZero();
        assertThat(text("recu.pdf")).contains("2026-001");
        assertThat(desk.run("payments", "receipt", "2026-003", "none.pdf").exit())
                .isOne();
        assertThat(desk.run("invoices", "pdf", "2026-999", "none.pdf").exit()).isOne();
        assertThat(folder.resolve("none.pdf")).doesNotExist();

        Json verified = desk.json("documents", "verify", code("facture.pdf"), "--file", "facture.pdf");
        assertThat(verified.text("state")).isEqualTo("VALID");
        assertThat(verified.text("kind")).isEqualTo("INVOICE");
        assertThat(verified.text("number")).isEqualTo("2026-001");
        Desk.Result receipt = desk.run("documents", "verify", code("recu.pdf"), "--lang", "fr");
        assertThat(receipt.out()).contains("Reçu d’un paiement de la facture 2026-001");
    }

    @Test
    void filesMayBeInTheDatabaseWhereALostOneIsMadeAgain() throws SQLException {
        Desk desk = school(Desk.with(TestDatabase.Kind.H2, folder));
        assertThat(desk.json("invoices", "batch", "--document-vault", "database")
                        .count("created"))
                .isEqualTo(3);
        assertThat(folder.resolve("documents")).doesNotExist();
        assertThat(desk.json("documents", "check", "--document-vault", "database")
                        .count("documents"))
                .isEqualTo(3);

        try (Connection connection = desk.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM cartable_document_file");
        }

        Desk.Result check = desk.run("documents", "check", "--document-vault", "database");
        assertThat(check.exit()).isEqualTo(4);
        assertThat(desk.json("invoices", "batch", "--document-vault", "database")
                        .count("remade"))
                .isEqualTo(3);
        assertThat(desk.run("documents", "check", "--document-vault", "database")
                        .exit())
                .isZero();
    }

    private static Desk school(Desk desk) {
        desk.generateFromSample();
        for (String[] records : new String[][] {{"invoices", "factures.csv"}, {"payments", "paiements.csv"}}) {
            Desk.Result result = desk.run(
                    records[0], "import", Desk.RECORDS.resolve(records[1]).toString());
            assertThat(result.exit()).as(result.err()).isZero();
        }
        return desk;
    }

    private String code(String file) throws IOException {
        return Stream.of(text(file).split("\\s+"))
                .filter(word -> word.matches("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"))
                .findFirst()
                .orElseThrow();
    }

    private String text(String file) throws IOException {
        try (PDDocument document = Loader.loadPDF(Files.readAllBytes(folder.resolve(file)))) {
            return new PDFTextStripper().getText(document);
        }
    }
}
