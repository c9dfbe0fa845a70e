package dev.cartable.cli;

import dev.cartable.cli.frame.Surroundings;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.TestDatabase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A person at a terminal in an empty folder, with a database of their own. Commands run in this process. */
final class Desk {
    static final Path SAMPLE = Path.of("roster").toAbsolutePath();

    /** What the school of the {@link #SAMPLE} has recorded. */
    static final Path RECORDS = Path.of("records").toAbsolutePath();

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final DataSource database;
    private final List<Result> results = new ArrayList<>();
    private InputStream typed = new ByteArrayInputStream(new byte[0]);
    private boolean atTerminal;

    private Desk(Path folder, DataSource database) {
        this.folder = folder;
        this.database = database;
    }

    /** With the default database: an H2 file in the folder. */
    static Desk withFile(Path folder) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("cartable").toAbsolutePath());
        source.setUser("sa");
        source.setPassword("");
        return new Desk(folder, source);
    }

    /** With a fresh database of this kind. */
    static Desk with(TestDatabase.Kind kind, Path folder) {
        if (kind == TestDatabase.Kind.H2) {
            return withFile(folder);
        }
        return with(kind.fresh(), folder);
    }

    /** With a database of PostgreSQL. */
    static Desk with(TestDatabase database, Path folder) {
        Desk desk = new Desk(folder, database.dataSource());
        desk.environment.put("CARTABLE_DB", database.url());
        desk.environment.put("CARTABLE_DB_USER", database.user());
        desk.environment.put("CARTABLE_DB_PASSWORD", database.password());
        return desk;
    }

    /** Another person with the same folder and database. */
    Desk again() {
        Desk desk = new Desk(folder, database);
        desk.environment.putAll(environment);
        return desk;
    }

    Path folder() {
        return folder;
    }

    /** Whether it uses the default database, which is not there yet, and nothing else was set. */
    boolean isNewFile() {
        return database instanceof JdbcDataSource
                && environment.isEmpty()
                && !Files.exists(folder.resolve("cartable.mv.db"))
                && !Files.exists(folder.resolve("cartable.key"));
    }

    Map<String, String> environment() {
        return environment;
    }

    DataSource database() {
        return database;
    }

    /** The database through the library. */
    JdbcStores stores() {
        return JdbcStores.builder(database).schemaMode(SchemaMode.NEVER).build();
    }

    /** The texts of all mails that became files. */
    List<String> mails() throws IOException, MessagingException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".eml")).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    Object content = new MimeMessage(null, in).getContent();
                    while (content instanceof MimeMultipart parts) {
                        content = parts.getBodyPart(0).getContent();
                    }
                    texts.add(String.valueOf(content));
                }
            }
        }
        return texts;
    }

    /** Changes the database behind the library's back. */
    void sql(String... statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Somebody sits there and types this. */
    Desk typing(String text) {
        typed = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        atTerminal = true;
        return this;
    }

    /** All that commands have said so far. */
    List<Result> results() {
        return results;
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                typed,
                environment,
                folder,
                atTerminal,
                false,
                InstantSource.system());
        List<String> words = new ArrayList<>(Arrays.asList(args));
        if (!words.contains("--lang")) {
            words.addAll(List.of("--lang", "en"));
        }
        int exit = CommandLineTool.run(around, words.toArray(String[]::new));
        Result result = new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        results.add(result);
        return result;
    }

    /** Runs it with {@code --json}. */
    Json json(String... args) {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        words.add("--json");
        return Json.parse(run(words.toArray(String[]::new)).out());
    }

    Json generateFromSample(String... more) {
        List<String> words = new ArrayList<>(List.of("accounts", "generate", "--roster", SAMPLE.toString()));
        words.addAll(Arrays.asList(more));
        return json(words.toArray(String[]::new));
    }

    /** What a command has said, and its exit code. */
    record Result(int exit, String out, String err) {}
}
