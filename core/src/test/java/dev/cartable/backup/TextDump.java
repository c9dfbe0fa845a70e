package dev.cartable.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.port.DatabaseDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A database whose dump is a few lines of text; the last line says that it is whole. */
final class TextDump implements DatabaseDump {
    private static final String END = "-- end";

    long payments = 1000;
    long bytes = 5000;
    final List<ReferencedFile> receipts = new ArrayList<>();
    Check check = new Check.Whole();

    /** The disk of temporary files is full. */
    boolean isDiskFull;

    boolean readsAlone = true;
    int verifications;
    Runnable during = () -> {};

    @Override
    public String fileName() {
        return "text.sql";
    }

    @Override
    public DatabaseInfo describe() {
        return new DatabaseInfo(
                "text",
                "1.0",
                "school",
                "UTF8",
                "fr_FR",
                Map.of("citext", "1.6"),
                "text_dump 1.0",
                bytes,
                "3",
                "flyway 12");
    }

    @Override
    public Report dump(
            Path target,
            Collection<MediaReference> references,
            Consumer<? super ReferencedFile> referenced,
            LongConsumer written) {
        during.run();
        receipts.stream()
                .filter(row -> references.stream().anyMatch(one -> one.name().equals(row.reference())))
                .forEach(referenced);
        try {
            Files.writeString(target, "INSERT INTO payment VALUES (1);\n".repeat((int) payments) + END + "\n");
            written.accept(Files.size(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Report(describe(), contents());
    }

    @Override
    public boolean verifiesByReadingAlone() {
        return readsAlone;
    }

    @Override
    public Check verify(Path dump, LongConsumer read) {
        if (isDiskFull) {
            throw BackupException.diskFull(dump, "nothing was noted", new IOException("No space left on device"));
        }
        verifications++;
        try {
            read.accept(Files.size(dump));
            return check instanceof Check.Whole && !Files.readString(dump).endsWith(END + "\n")
                    ? new Check.Broken("it has no end")
                    : check;
        } catch (IOException e) {
            throw new BackupException("DUMP_FAILED", Map.of("reason", e.toString()), e.toString(), e);
        }
    }

    @Override
    public DatabaseContents contents() {
        return contents(payments);
    }

    static DatabaseContents contents(long payments) {
        return new DatabaseContents(
                Map.of("public.payment", payments, "public.pupil", 50L), Map.of("public.payment_id_seq", payments), 0);
    }

    @Override
    public List<ReferencedFile> newest(MediaReference reference, int max) {
        return receipts.stream().limit(max).toList();
    }
}
