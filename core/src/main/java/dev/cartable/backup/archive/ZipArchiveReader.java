package dev.cartable.backup.archive;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an archive. */
final class ZipArchiveReader implements ArchiveFormat.Reader {
    /** A million files need less. */
    private static final long MAX_MANIFEST = 512L << 20;

    private final ZipReader zip;

    ZipArchiveReader(Path archive) throws IOException {
        this.zip = new ZipReader(FileChannel.open(archive, StandardOpenOption.READ));
    }

    @Override
    public List<String> names() {
        return zip.members().stream()
                .map(ZipMember::name)
                .filter(name -> !name.equals(ZipFormat.MANIFEST))
                .toList();
    }

    @Override
    public ArchiveFormat.ManifestReading manifest(@Nullable HostKey key) throws IOException {
        ZipMember member = zip.member(ZipFormat.MANIFEST);
        if (member == null) {
            return new ArchiveFormat.ManifestReading(Optional.empty(), List.of(Finding.of(Code.MANIFEST_MISSING)));
        }
        if (member.size() > MAX_MANIFEST) {
            return damaged("it has " + member.size() + " bytes");
        }
        byte[] json;
        try (InputStream in = zip.content(member)) {
            json = in.readAllBytes();
        } catch (ArchiveFormat.DamagedArchiveException e) {
            return damaged(String.valueOf(e.getMessage()));
        }
        return ManifestJson.read(json, key);
    }

    private static ArchiveFormat.ManifestReading damaged(String reason) {
        return new ArchiveFormat.ManifestReading(
                Optional.empty(), List.of(Finding.of(Code.MANIFEST_DAMAGED, "reason", reason)));
    }

    @Override
    public InputStream content(String name) throws IOException {
        ZipMember member = zip.member(name);
        if (member == null) {
            throw new NoSuchFileException(name);
        }
        return zip.content(member);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
