package dev.cartable.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;

/** H2 in a file, in this process. */
final class H2File implements Engine {
    private final Path folder;

    H2File(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public Place fresh() throws Exception {
        Path own = Files.createTempDirectory(folder, "h2-");
        return new Place("jdbc:h2:file:" + own.resolve("school"), "sa", "", () -> Folders.delete(own));
    }

    @Override
    public String settings(Connection connection) {
        return ", a file, as it comes";
    }

    @Override
    public String numbers(int count) {
        return "SYSTEM_RANGE(0, " + (count - 1) + ") AS n(x)";
    }

    @Override
    public String sha256(String text) {
        return "LOWER(RAWTOHEX(HASH('SHA-256', " + text + ")))";
    }

    @Override
    public String analyze() {
        return "ANALYZE";
    }

    @Override
    public void close() {}
}
