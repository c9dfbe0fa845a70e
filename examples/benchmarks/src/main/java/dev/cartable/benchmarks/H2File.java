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
    public void close() {}
}
