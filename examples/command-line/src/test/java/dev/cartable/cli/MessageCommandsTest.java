package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.work.Leases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageCommandsTest {
    private static final long ALL = 34;

    @TempDir
    Path folder;

    @OnEachDatabase
    void whatIsHeldIsSentOnlyAfterItsRelease(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        hold(desk);

        assertThat(desk.run("doctor", "--lang", "en").out().replaceAll("\\s+", " "))
                .contains(
                        "34 are held, as after a restore, until a person decides",
                        "cartable messages release",
                        "cartable messages cancel");
        assertThat(desk.run("doctor", "--lang", "fr").out().replaceAll("\\s+", " "))
                .contains("34 sont retenus, comme après une restauration");

        Desk.Result send = desk.run("messages", "send");
        assertThat(send.exit()).isEqualTo(Exit.HELD.code());
        assertThat(send.out()).contains("34 messages are held", "cartable messages release");

        assertThat(desk.json("messages", "release", "--guardian", "G001", "--dry-run")
                        .count("changed"))
                .isOne();
        assertThat(desk.json("messages", "list").count("held")).isEqualTo(ALL);
        assertThat(desk.json("messages", "release", "--guardian", "G001").count("changed"))
                .isOne();
        assertThat(desk.json("messages", "send").count("sent")).isOne();
        assertThat(desk.json("messages", "list", "--state", "sent")
                        .list("messages")
                        .get(0)
                        .text("recipient"))
                .isEqualTo("guardian:G001");
    }

    @Test
    void statisticsCountByChannelKindAndState() {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();

        Json stats = desk.json("messages", "stats", "--sms-budget", "500");

        assertThat(stats.list("today")).singleElement().satisfies(row -> {
            assertThat(row.text("channel")).isEqualTo("EMAIL");
            assertThat(row.text("kind")).isEqualTo("account.activation");
            assertThat(row.text("state")).isEqualTo("QUEUED");
            assertThat(row.get("notices").value()).isEqualTo(ALL);
        });
        assertThat(stats.list("lastSevenDays")).hasSize(1);
        assertThat(stats.list("pauses")).isEmpty();
        assertThat(stats.get("smsLeft").value()).isEqualTo(500L);
        assertThat(stats.get("oldestWaitingMinutes").value()).isEqualTo(0L);
        assertThat(desk.run("messages", "stats").out()).contains("account.activation", "34");
        assertThat(desk.run("messages", "stats", "--lang", "fr").out()).contains("Aujourd’hui", "attend depuis");
    }

    @OnEachDatabase
    void whatIsCancelledIsNeverSent(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();

        Desk.Result unasked = desk.run("messages", "cancel", "--all");
        assertThat(unasked.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(unasked.err()).contains("consent");
        assertThat(desk.json("messages", "cancel", "--kind", "account.activation", "--yes")
                        .count("changed"))
                .isEqualTo(ALL);

        assertThat(desk.json("messages", "send").count("sent")).isZero();
        Json list = desk.json("messages", "list", "--state", "cancelled");
        assertThat(list.count("cancelled")).isEqualTo(ALL);
        assertThat(list.list("messages").get(0).names())
                .containsExactly(
                        "id",
                        "kind",
                        "recipient",
                        "channel",
                        "state",
                        "attempts",
                        "reason",
                        "queuedAt",
                        "dueAt",
                        "endedAt");
        assertThat(list.list("messages").get(0).text("reason")).isEqualTo("CANCELLED");
    }

    @OnEachDatabase
    void whatFailedIsSentAgainWhenAPersonSaysSo(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        end(desk, NoticeState.FAILED, 2);
        end(desk, NoticeState.UNCERTAIN, 1);
        String uncertain = desk.json("messages", "list", "--state", "uncertain")
                .list("messages")
                .get(0)
                .text("id");

        assertThat(desk.json("messages", "retry", "--all").count("changed")).isEqualTo(2);
        assertThat(desk.run("messages", "retry", "--state", "uncertain").exit()).isEqualTo(Exit.USAGE.code());
        assertThat(desk.json("messages", "retry", uncertain).count("changed")).isOne();
        Desk.Result again = desk.run("messages", "retry", uncertain);

        assertThat(again.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(again.out()).contains("left alone, because it is waiting");
        assertThat(desk.json("messages", "send").count("sent")).isEqualTo(ALL);
    }

    @Test
    void whichMessagesAreMeantHasToBeSaidInOneWay() {
        Desk desk = Desk.withFile(folder);

        assertThat(desk.run("messages", "cancel").exit()).isEqualTo(Exit.USAGE.code());
        assertThat(desk.run("messages", "release", "--all", "--guardian", "G001")
                        .err())
                .contains("in one way");
        assertThat(desk.run("messages", "list", "--guardian", "G001", "--recipient", "user:u1")
                        .err())
                .contains("--guardian", "--recipient");
        assertThat(desk.run("messages", "retry", "no-id").err()).contains("There is no message no-id");
    }

    @Test
    void aPersonIsAskedBeforeMessagesAreReleasedOrCancelled() {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        hold(desk);

        assertThat(desk.again()
                        .typing("n\n")
                        .run("messages", "release", "--all")
                        .err())
                .contains("Release 34 messages?");
        assertThat(desk.again().typing("n\n").run("messages", "cancel", "--all").err())
                .contains("Cancel 34 messages?");
        assertThat(desk.json("messages", "list").count("held")).isEqualTo(ALL);
    }

    private static void hold(Desk desk) {
        var stores = desk.stores();
        stores.unitOfWork().run(tx -> stores.outbox().hold(tx, 1_000, "restored", Instant.now()));
    }

    private static void end(Desk desk, NoticeState state, int size) {
        var stores = desk.stores();
        Outbox outbox = stores.outbox();
        Instant now = Instant.now().plusSeconds(60);
        stores.unitOfWork().run(tx -> {
            List<Claimed> claimed =
                    outbox.claim(tx, Channel.EMAIL, size, Leases.Holder.thisProcess(), Duration.ofMinutes(1), now);
            outbox.finish(
                    tx,
                    claimed.stream()
                            .map(one -> new Outcome(one, state, "550", now))
                            .toList());
        });
    }
}
