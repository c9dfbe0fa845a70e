package dev.cartable.cli.trail;

import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.port.ExportFormat;
import dev.cartable.audit.AuditTrail;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.internal.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code audit export}: all entries with their hashes, so that they can be verified elsewhere. */
@picocli.CommandLine.Command(name = "export")
final class ExportTrailCommand extends Command {
    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--format", paramLabel = "csv|json")
    private String format = "csv";

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        if (!format.equals("csv") && !format.equals("json")) {
            throw CommandException.usage(frame.words()
                    .text("error.choice", Map.of("option", "--format", "value", format, "allowed", "csv, json")));
        }
        Destination destination = Destination.of(frame, file, force);
        try (Host host = Host.changing(frame)) {
            AuditTrail trail = host.cartable().auditTrail();
            // Before it is read, so that the file says it, too.
            trail.noteExport();
            long written = destination.writeAll(out -> format.equals("csv") ? csv(trail, out) : json(trail, out));
            frame.report().field("file", file).field("format", format);
            frame.report().counts(Map.of("exported", written));
            frame.report().say("trail.exported", Map.of("exported", written, "file", destination.place()));
            return Exit.DONE;
        }
    }

    private static long csv(AuditTrail trail, OutputStream out) {
        ExportFormat.Rows rows = CsvExport.plain().begin(out);
        long written = 0;
        try (Stream<AuditEntry> entries = trail.entries()) {
            for (AuditEntry entry : (Iterable<AuditEntry>) entries::iterator) {
                Map<String, @Nullable Object> fields = fields(entry);
                if (written == 0) {
                    rows.row(List.copyOf(fields.keySet()));
                }
                List<String> cells = new ArrayList<>();
                fields.values().forEach(value -> cells.add(value == null ? "" : value.toString()));
                rows.row(cells);
                written++;
            }
        }
        rows.end();
        return written;
    }

    private static long json(AuditTrail trail, OutputStream out) {
        try (Stream<AuditEntry> entries = trail.entries()) {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            long[] written = new long[1];
            Json.write(writer, entries.map(entry -> {
                written[0]++;
                return fields(entry);
            }));
            writer.write("\n");
            writer.flush();
            return written[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, @Nullable Object> fields(AuditEntry entry) {
        AuditEntry.Seal seal = entry.seal();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("number", entry.number());
        fields.put("at", entry.at());
        fields.put("deed", entry.deed());
        fields.put("outcome", entry.outcome());
        fields.put("subject", entry.subject());
        fields.put("digest", entry.digest());
        fields.put("counts", entry.counts());
        fields.put("actor", entry.actor());
        fields.put("via", entry.via());
        fields.put("from", entry.from());
        fields.put("actorSalt", entry.actorProof().salt());
        fields.put("actorHash", entry.actorProof().hash());
        fields.put("actorErasedBy", entry.actorProof().erasedBy());
        fields.put("subjectSalt", entry.subjectProof().salt());
        fields.put("subjectHash", entry.subjectProof().hash());
        fields.put("subjectErasedBy", entry.subjectProof().erasedBy());
        fields.put("hash", entry.hash());
        fields.put("sealKey", seal == null ? null : seal.key());
        fields.put("seal", seal == null ? null : seal.hmac());
        return fields;
    }
}
