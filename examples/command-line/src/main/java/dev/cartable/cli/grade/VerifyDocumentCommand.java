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
import dev.cartable.document.model.StoredDocument;
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
            Result result = host.cartable().documents().verifyDocument().verify(asked);
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
        StoredDocument.Printed printed = document.printed();
        Figures figures = new Figures(frame.words().language());
        BigDecimal average = printed.average();
        frame.report()
                .field("pupil", printed.pupil())
                .field("promotion", printed.promotion())
                .field("term", document.term().name())
                .field("year", document.term().year())
                .field("revision", document.revision())
                .field("average", average)
                .field("outOf", average == null ? null : printed.outOf())
                .field("createdAt", document.createdAt())
                .field("currentRevision", currentRevision);
        Map<String, Object> facts = new HashMap<>();
        facts.put("pupil", printed.pupil());
        facts.put("promotion", printed.promotion());
        facts.put("term", document.term().name());
        facts.put("year", document.term().year());
        facts.put("revision", document.revision());
        facts.put("current", currentRevision);
        facts.put("at", document.createdAt());
        facts.put(
                "average",
                average == null
                        ? frame.words().text("documents.verify.no-average")
                        : figures.average(average) + "/" + figures.number(printed.outOf()));
        frame.report().say("documents.verify." + key, facts);
        frame.report().say("documents.verify.facts", facts);
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
