package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What stands in a mail stands nowhere else: no output, no row, no export. */
class SecretsTest {
    private static final Pattern LINK = Pattern.compile("#([0-9A-Z]{20,})");
    private static final Pattern PASSWORD = Pattern.compile("provisoire\\W+([0-9A-Za-z]+(?:-[0-9A-Za-z]+)+)");

    @TempDir
    Path folder;

    @OnEachDatabase
    void noTokenOfALinkIsSeenElsewhere(TestDatabase.Kind kind) throws Exception {
        check(Desk.with(kind, folder), "link", LINK);
    }

    @OnEachDatabase
    void noTemporaryPasswordIsSeenElsewhere(TestDatabase.Kind kind) throws Exception {
        check(Desk.with(kind, folder), "password", PASSWORD);
    }

    private void check(Desk desk, String first, Pattern secret) throws Exception {
        desk.environment().put("CARTABLE_FIRST_CREDENTIAL", first);
        List<String> seen = new ArrayList<>();
        desk.generateFromSample("--debug");
        seen.addAll(Snapshot.of(desk.database()));
        desk.run("messages", "list", "--json");
        desk.run("accounts", "check", "--detailed", "--json");
        desk.run("accounts", "validate", "--json");
        desk.run("accounts", "export", "out.csv", "--profile", "excel-fr");
        desk.run("messages", "send", "--json", "--debug");
        desk.run("messages", "list", "--json", "--debug");
        desk.run("accounts", "letters", "letters", "--json");
        seen.addAll(Snapshot.of(desk.database()));
        seen.add(Files.readString(folder.resolve("out.csv")));
        desk.results().forEach(result -> {
            seen.add(result.out());
            seen.add(result.err());
        });
        List<String> secrets = secrets(secret);
        assertThat(secrets).hasSize(34);
        String everything = String.join("\n", seen);
        String folded = everything.replace("-", "").toUpperCase(Locale.ROOT);
        for (String one : secrets) {
            assertThat(everything).doesNotContain(one);
            assertThat(folded).doesNotContain(one.replace("-", "").toUpperCase(Locale.ROOT));
        }
    }

    private List<String> secrets(Pattern secret) throws Exception {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            for (Path mail : mails.toList()) {
                try (InputStream in = Files.newInputStream(mail)) {
                    MimeMultipart parts = (MimeMultipart) new MimeMessage(null, in).getContent();
                    Matcher found =
                            secret.matcher(parts.getBodyPart(0).getContent().toString());
                    if (found.find()) {
                        secrets.add(found.group(1));
                    }
                }
            }
        }
        return secrets;
    }
}
