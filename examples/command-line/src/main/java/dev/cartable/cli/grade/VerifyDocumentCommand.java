package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Words;
import dev.cartable.document.VerifyDocument.Replaced;
import dev.cartable.document.VerifyDocument.Result;
import dev.cartable.document.VerifyDocument.Valid;
import dev.cartable.document.VerifyDocument.Withdrawn;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.model.Phrases;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code documents verify}: whether the school made the document that has a code, and what it says. */
@picocli.CommandLine.Command(name = "verify")
final class VerifyDocumentCommand extends Command {
    @Parameters(paramLabel = "CODE")
    private String code = "";

    @Option(names = "--file", paramLabel = "FILE")
    private @Nullable String file;

    @Override
    protected Exit run(Frame frame) {
        DocumentCode asked = code(frame.words());
        String sha256 = file == null ? null : sha256(frame, file);
        Report report = frame.report();
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            Result result = host.cartable().documents().verify(asked);
            report.field("code", asked.text());
            report.field("state", result.getClass().getSimpleName().toUpperCase(Locale.ROOT));
            if (result instanceof Valid valid) {
                say(frame, "valid", valid.document(), valid.document().revision());
                return compared(report, valid.document(), sha256) ? Exit.DONE : Exit.FINDING;
            }
            if (result instanceof Replaced replaced) {
                say(frame, "replaced", replaced.document(), replaced.currentRevision());
                compared(report, replaced.document(), sha256);
                return Exit.FINDING;
            }
            if (result instanceof Withdrawn withdrawn) {
                report.field("withdrawnAt", withdrawn.at());
                report.say("documents.verify.withdrawn", Map.of("at", withdrawn.at()));
                return Exit.FINDING;
            }
            report.say("documents.verify.unknown", Map.of("code", asked));
            return Exit.FINDING;
        }
    }

    private DocumentCode code(Words words) {
        try {
            return DocumentCode.parse(code);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(words.text("error.document-code", Map.of("code", code)));
        }
    }

    private static void say(Frame frame, String key, StoredDocument document, int currentRevision) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", document.kind().name());
        facts.put("pupil", document.facts().pupilName());
        facts.putAll(document.bill().map(VerifyDocumentCommand::facts).orElseGet(() -> facts(document.reportCard())));
        facts.put("revision", document.revision());
        facts.put("createdAt", document.createdAt());
        facts.put("currentRevision", currentRevision);
        facts.forEach((name, value) -> frame.report().field(name, value));
        Map<String, Object> said = new HashMap<>(facts);
        said.put("current", currentRevision);
        said.put("at", document.createdAt());
        said.putAll(document.bill()
                .map(bill -> words(frame.words(), bill))
                .orElseGet(() -> words(frame.words(), document.reportCard())));
        frame.report().say("documents.verify." + key, said);
        frame.report().say("documents.verify." + document.kind(), said);
    }

    private static Map<String, Object> facts(ReportCardFacts card) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("promotion", card.promotionName());
        facts.put("term", card.term().name());
        facts.put("year", card.term().year());
        BigDecimal average = card.average();
        if (average != null) {
            facts.put("average", average);
            facts.put("outOf", card.outOf());
        }
        return facts;
    }

    private static Map<String, Object> words(Words words, ReportCardFacts card) {
        Figures figures = new Figures(words.language());
        BigDecimal average = card.average();
        return Map.of(
                "average",
                average == null
                        ? words.text("documents.verify.no-average")
                        : figures.average(average) + "/" + figures.number(card.outOf()));
    }

    private static Map<String, Object> facts(BillFacts bill) {
        return Map.of(
                "number", bill.number(),
                "payer", bill.payerName(),
                "amount", bill.amount(),
                "currency", bill.currency().getCurrencyCode());
    }

    private static Map<String, Object> words(Words words, BillFacts bill) {
        return Map.of(
                "amount",
                Phrases.money(bill.amount(), bill.currency(), words.language()),
                "person",
                bill.payerName().isEmpty() ? bill.pupilName() : bill.payerName());
    }

    /** Whether the file, if one was given, has the bytes of the document. */
    private static boolean compared(Report report, StoredDocument document, @Nullable String sha256) {
        if (sha256 == null) {
            report.say("documents.verify.compare");
            return true;
        }
        boolean same = sha256.equals(document.sha256());
        report.field("sameFile", same);
        report.say(same ? "documents.verify.same-file" : "documents.verify.other-file");
        return same;
    }

    private static String sha256(Frame frame, String file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in =
                    new DigestInputStream(Files.newInputStream(frame.around().path(file)), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw CommandException.failed(
                    "FILE_NOT_READ", frame.words().text("error.document-file", Map.of("file", file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
