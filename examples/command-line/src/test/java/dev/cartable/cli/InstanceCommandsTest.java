package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceCommandsTest {
    private static final long ALL = 34;
    private static final String CHIEF = "chief@example.org";

    @TempDir
    Path folder;

    @OnEachDatabase
    void aDatabaseThatWasGivenToAnotherInstallationSendsNothingUntilAPersonDecides(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        desk.environment().put("CARTABLE_INSTANCE_ID", "prod");
        assertThat(desk.json("messages", "release", "--all").count("changed")).isZero();
        assertThat(desk.json("instance", "show").text("state")).isEqualTo("UNKNOWN");
        desk.run("messages", "send", "--speak", "false");
        assertThat(desk.json("instance", "claim", "--yes").text("speaking")).isEqualTo("prod");

        desk.environment().put("CARTABLE_INSTANCE_ID", "copy");
        Desk.Result send = desk.run("messages", "send");

        assertThat(send.exit()).isEqualTo(Exit.HELD.code());
        assertThat(send.out()).contains("another installation uses this database", "34 messages are held");
        assertThat(desk.run("messages", "send", "--mail-to", CHIEF).exit()).isEqualTo(Exit.HELD.code());
        assertThat(folder.resolve("outbox")).doesNotExist();
        Desk.Result show = desk.run("instance", "show");
        assertThat(show.exit()).isEqualTo(Exit.HELD.code());
        assertThat(show.out()).contains("prod", "copy", "cartable instance claim");
        assertThat(desk.run("doctor").out()).contains("Decide which one speaks");
        Desk.Result tick = desk.run("tick");
        assertThat(tick.exit()).isEqualTo(Exit.HELD.code());
        assertThat(tick.out()).contains("another installation uses this database");

        assertThat(desk.run("instance", "claim").exit()).isEqualTo(Exit.USAGE.code());
        Desk.Result claim = desk.run("instance", "claim", "--yes");
        assertThat(claim.exit()).isZero();
        assertThat(claim.out())
                .contains("This installation (copy) sends messages", "cartable messages release", "cancel");
        assertThat(desk.json("messages", "send").count("sent")).isZero();
        desk.run("messages", "release", "--all", "--yes");
        assertThat(desk.json("messages", "send").count("sent")).isEqualTo(ALL);

        desk.environment().put("CARTABLE_INSTANCE_ID", "prod");
        assertThat(desk.json("instance", "show").text("state")).isEqualTo("SILENT");
        assertThat(desk.json("messages", "send").text("silence")).isEqualTo("INSTANCE_SILENT");
    }

    @Test
    void aReplicaOfTheDatabaseGoesOnAndACopyOnAnotherMachineDoesNot() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        desk.run("messages", "send", "--smtp", "smtp://127.0.0.1:1", "--school", "École", "--from", "e@example.org");
        assertThat(folder.resolve("cartable.instance")).exists();
        Files.copy(folder.resolve("cartable.mv.db"), folder.resolve("replica.mv.db"));
        Files.copy(folder.resolve("cartable.instance"), folder.resolve("replica.instance"));
        Files.copy(folder.resolve("cartable.key"), folder.resolve("replica.key"));

        assertThat(desk.json("instance", "show", "--db", "jdbc:h2:file:" + folder.resolve("replica"))
                        .text("state"))
                .isEqualTo("SPEAKS");

        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("cartable.mv.db"), elsewhere.resolve("cartable.mv.db"));
        Files.copy(folder.resolve("cartable.key"), elsewhere.resolve("cartable.key"));
        Files.writeString(elsewhere.resolve("cartable.instance"), "elsewhere\n");
        Desk other = Desk.withFile(elsewhere);
        Desk.Result send = other.run("messages", "send");
        assertThat(send.exit()).as(send.out() + send.err()).isEqualTo(Exit.HELD.code());
        assertThat(other.json("messages", "list").count("held")).isEqualTo(ALL);
    }

    @Test
    void aFailoverToAReplicaInPostgresqlGoesOn() throws SQLException {
        Desk desk = Desk.with(TestDatabase.Kind.POSTGRESQL, folder);
        desk.generateFromSample();
        desk.run("messages", "send", "--speak", CHIEF);
        String own = desk.json("instance", "show").text("own");

        String url = String.valueOf(desk.environment().get("CARTABLE_DB"));
        String user = desk.environment().get("CARTABLE_DB_USER");
        String password = desk.environment().get("CARTABLE_DB_PASSWORD");
        String name = url.replaceAll(".*/([^/?]+).*", "$1");
        String server = url.replace("/" + name, "/postgres");
        try (Connection connection = DriverManager.getConnection(server, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + "_replica TEMPLATE " + name);
        }
        desk.environment().put("CARTABLE_DB", url.replace("/" + name, "/" + name + "_replica"));

        Json show = desk.json("instance", "show");
        assertThat(show.text("state")).isEqualTo("SPEAKS");
        assertThat(show.text("own")).isEqualTo(own);
        assertThat(desk.run("messages", "send").exit()).isZero();
    }

    @OnEachDatabase
    void withoutAVoiceNothingLeavesAndItIsSaidWhy(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        desk.environment().put("CARTABLE_SPEAK", "false");

        Desk.Result send = desk.run("messages", "send");

        assertThat(send.exit()).isEqualTo(Exit.HELD.code());
        assertThat(send.out()).contains("because the setting speak is false");
        assertThat(desk.json("messages", "send").text("silence")).isEqualTo("SPEAK_OFF");
        assertThat(desk.run("messages", "send", "--mail-to", CHIEF).exit()).isEqualTo(Exit.HELD.code());
        assertThat(desk.run("accounts", "resend", "--dry-run", "--mail-to", CHIEF)
                        .exit())
                .isEqualTo(Exit.HELD.code());
        assertThat(desk.run("mail", "test", CHIEF).exit()).isEqualTo(Exit.HELD.code());
        assertThat(folder.resolve("outbox")).doesNotExist();
        assertThat(desk.json("messages", "list").count("queued")).isEqualTo(ALL);
        assertThat(desk.run("doctor").out()).contains("the setting speak is false");
        assertThat(desk.run("config", "show").out()).contains("speak");
        assertThat(desk.run("messages", "list", "--speak", "perhaps").exit()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void aRehearsalWritesAllMailToOneAddress() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();

        Desk.Result send = desk.run("messages", "send", "--speak", CHIEF);

        assertThat(send.exit()).isZero();
        assertThat(send.out()).contains("All e-mail goes to " + CHIEF);
        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            assertThat(mails.toList())
                    .hasSize((int) ALL)
                    .allSatisfy(
                            mail -> assertThat(Files.readString(mail).lines().filter(line -> line.startsWith("To: ")))
                                    .containsExactly("To: " + CHIEF));
        }
        assertThat(desk.json("messages", "list").count("sent")).isEqualTo(ALL);
        assertThat(desk.run("messages", "send", "--speak", CHIEF, "--mail-to", "other@example.org")
                        .exit())
                .isEqualTo(Exit.USAGE.code());
    }

    @Test
    void aReopenedFileKeepsWhoSpeaks() {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        desk.run("messages", "send", "--instance-id", "prod", "--speak", CHIEF);
        desk.run("accounts", "resend", "--yes");
        desk.run("messages", "send", "--instance-id", "copy");

        Desk again = desk.again();
        assertThat(again.json("messages", "list").count("held")).isEqualTo(ALL);
        assertThat(again.json("instance", "show", "--instance-id", "prod").text("state"))
                .isEqualTo("HELD");
        assertThat(again.run("messages", "send", "--instance-id", "prod").exit())
                .isEqualTo(Exit.HELD.code());
    }
}
