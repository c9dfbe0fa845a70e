package dev.cartable.backup.archive;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes an archive. Small files are read, hashed and deflated by several threads ahead of the one that writes; large ones pass through
 * block by block. So the memory in use has a bound, whatever the files are: about 100 MB.
 */
final class ZipArchiveWriter implements ArchiveFormat.Writer {
    /** Up to this size a file is read as a whole. */
    private static final int SMALL = 4 << 20;
    /** How many bytes of small files may be read ahead. */
    private static final long AHEAD = 24L << 20;

    private static final int MOST_AHEAD = 256;

    private final ZipWriter zip;
    private final FileOpener opener;
    private final ExecutorService workers;
    private final int threads;

    ZipArchiveWriter(Path archive, FileOpener opener, long large) throws IOException {
        DurableFiles.createFile(archive);
        this.zip = new ZipWriter(FileChannel.open(archive, StandardOpenOption.WRITE), large);
        this.opener = opener;
        this.threads = Runtime.getRuntime().availableProcessors();
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "cartable-backup");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A file that is being read, or will be when its turn comes. */
    private record Pending(
            ArchiveFormat.Source source,
            long bytes,
            @Nullable Future<LoadedFile> loading) {}

    @Override
    public void addAll(Iterator<ArchiveFormat.Source> sources, Consumer<? super ArchiveFormat.Outcome> outcomes)
            throws IOException {
        Deque<Pending> queue = new ArrayDeque<>();
        long ahead = 0;
        while (true) {
            while (sources.hasNext() && ahead < AHEAD && queue.size() < MOST_AHEAD) {
                Pending next = begin(sources.next());
                queue.add(next);
                ahead += next.bytes();
            }
            if (queue.isEmpty()) {
                return;
            }
            Pending first = queue.remove();
            ahead -= first.bytes();
            outcomes.accept(first.loading() == null ? large(first.source()) : small(LargeFile.await(first.loading())));
        }
    }

    @Override
    public long settled() {
        return zip.settled();
    }

    private Pending begin(ArchiveFormat.Source source) {
        long size;
        try {
            size = LoadedFile.attributes(source).size();
        } catch (IOException e) {
            size = 0; // Reading it says what is wrong.
        }
        return size > SMALL
                ? new Pending(source, 0, null)
                : new Pending(source, size, workers.submit(() -> LoadedFile.load(source, opener)));
    }

    private ArchiveFormat.Outcome small(LoadedFile loaded) throws IOException {
        Manifest.File file = loaded.outcome.file();
        if (file != null) {
            zip.add(
                    file.path(),
                    loaded.method,
                    file.modified(),
                    loaded.crc,
                    file.size(),
                    loaded.payload,
                    loaded.length);
        }
        return loaded.outcome;
    }

    private ArchiveFormat.Outcome large(ArchiveFormat.Source source) throws IOException {
        if (DurableFiles.isPlaceholder(source.file())) {
            return placeholder(source);
        }
        for (int attempt = 1; ; attempt++) {
            boolean begun = false;
            BasicFileAttributes before;
            LargeFile copy = new LargeFile(zip, workers, threads);
            boolean changed;
            try {
                before = LoadedFile.attributes(source);
                int method;
                try (InputStream head = new ReadingStream(opener.open(source.file()))) {
                    method = LargeFile.method(head, SMALL);
                }
                zip.begin(source.name(), method, LoadedFile.modified(before), before.size());
                begun = true;
                try (InputStream in = new ReadingStream(opener.open(source.file()))) {
                    changed = !copy.copy(in, method, before.size());
                }
                changed |= !LoadedFile.same(before, LoadedFile.attributes(source));
            } catch (ReadingStream.Failure | FileSystemException e) {
                if (begun) {
                    zip.abandon();
                }
                return LoadedFile.failure(source, e instanceof ReadingStream.Failure failure ? failure.reason() : e);
            }
            if (!changed || attempt == LoadedFile.ATTEMPTS) {
                zip.end(copy.crc(), copy.size());
                return LoadedFile.outcome(source, before, copy.size(), copy.sha256(), changed);
            }
            zip.abandon();
            LoadedFile.pause();
        }
    }

    private static ArchiveFormat.Outcome placeholder(ArchiveFormat.Source source) {
        return new ArchiveFormat.Outcome(source, null, Finding.of(Code.PLACEHOLDER, "path", source.name()));
    }

    @Override
    public void finish(Manifest manifest, @Nullable HostKey key) throws IOException {
        byte[] json = ManifestJson.write(manifest, key);
        byte[] packed = Packing.deflate(json, json.length);
        CRC32 crc = new CRC32();
        crc.update(json);
        Instant modified = manifest.createdAt();
        zip.add(ZipFormat.MANIFEST, ZipMember.DEFLATED, modified, crc.getValue(), json.length, packed, packed.length);
        zip.finish();
    }

    @Override
    public void close() throws IOException {
        workers.shutdownNow();
        zip.close();
    }
}
