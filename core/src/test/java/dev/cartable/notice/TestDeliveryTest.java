package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestDeliveryTest {
    private final NoticeWorld world = new NoticeWorld();

    @Test
    void sendsEverythingToOneAddressAndShowsNoSecret() {
        world.queue(AGAIN);
        world.queue(ONCE);

        DispatchNotices.TestReport report = world.dispatcher().sendTest("principal@example.org");

        assertThat(report.handed()).isEqualTo(2);
        assertThat(world.mail.handed).allSatisfy(mail -> {
            assertThat(mail.address()).hasToString("principal@example.org");
            assertThat(mail.text()).isEqualTo("Token SPECIMEN").doesNotContain(ScriptedNoticeType.SECRET);
        });
        assertThat(world.again.asked).isZero();
    }

    @Test
    void marksTheSubjectWithWhatItStandsFor() {
        world.queue(AGAIN);

        world.dispatcher().sendTest("principal@example.org");

        assertThat(world.mail.handed.get(0).subject()).isEqualTo("[Essai → test.again guardian:g1] About test.again");
    }

    @Test
    void writesNothingAndLeavesTheRealMessagesToBeSent() {
        NoticeId notice = world.queue(AGAIN);
        List<Notice.Entry> before = history();

        world.dispatcher().sendTest("principal@example.org");
        world.mail.then(new Delivery.ChannelDown("421", Duration.ofMinutes(5)));
        DispatchNotices.TestReport stopped = world.dispatcher().sendTest("principal@example.org");

        assertThat(stopped.stopped()).isEqualTo("421");
        assertThat(history()).isEqualTo(before);
        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.mail.handed).extracting(RenderedNotice::id).endsWith(notice);
    }

    @Test
    void hasMessageIdsOfItsOwn() {
        NoticeId notice = world.queue(AGAIN);

        world.dispatcher().sendTest("principal@example.org");
        world.clock.advance(Duration.ofSeconds(1));
        world.dispatcher().sendTest("principal@example.org");

        assertThat(world.mail.handed)
                .extracting(RenderedNotice::key)
                .doesNotHaveDuplicates()
                .doesNotContain(world.entry(notice).notice().key());
        assertThat(world.mail.handed).extracting(RenderedNotice::id).doesNotContain(notice);
    }

    @Test
    void sendsAFewOnlyWhereAskedAndNoOtherChannel() {
        world.queue(AGAIN);
        world.queue(AGAIN);
        world.queue(AGAIN, Channel.SMS);

        DispatchNotices.TestReport report = world.dispatcher().sendTest("principal@example.org", 1);

        assertThat(report.handed()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(1);
    }

    @Test
    void tellsWhatCouldNotBePutIntoWords() {
        NoticeId unknown = world.queue("library.overdue");

        DispatchNotices.TestReport report = world.dispatcher().sendTest("principal@example.org");

        assertThat(report.notHanded()).isEqualTo(1);
        assertThat(report.problems())
                .extracting(DispatchNotices.Report.Problem::notice)
                .containsExactly(unknown);
    }

    @Test
    void refusesAnAddressThatCannotBeUsed() {
        world.queue(AGAIN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> world.dispatcher().sendTest("a@example.org\r\nBcc: b@example.org"));
        assertThat(world.mail.handed).isEmpty();
    }

    @Test
    void goesToTheOnlyAddressThatMailMayGoToAndToNoOther() {
        world.mode = SendingMode.only(EmailAddress.of("principal@example.org"));
        world.queue(AGAIN);

        assertThat(world.dispatcher().sendTest("principal@example.org").handed())
                .isOne();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> world.dispatcher().sendTest("other@example.org"))
                .withMessage("all e-mail goes to principal@example.org, because the setting speak says so");
        assertThat(world.mail.handed).hasSize(1);
    }

    private List<Notice.Entry> history() {
        try (Stream<Notice.Entry> entries = world.stores.outbox().history(NoticeFilter.all())) {
            return entries.toList();
        }
    }

    @Test
    void fillsInWhatTheNoticeItselfKnows() {
        world.queue(AGAIN);
        world.renderer = (kind, language, channel, variables) ->
                new Renderer.Words("Hello " + variables.get("who"), "Token " + variables.get("token"), null);

        world.dispatcher().sendTest("principal@example.org");

        assertThat(world.mail.handed.get(0).subject()).endsWith("Hello Awa");
    }

    @Test
    void countsAndExplainsWhatTheServerRefuses() {
        NoticeId newest = world.queue(AGAIN);
        world.mail.then(new Delivery.Refused("550 no such user"));

        DispatchNotices.TestReport report = world.dispatcher().sendTest("principal@example.org");

        assertThat(report.handed()).isZero();
        assertThat(report.notHanded()).isEqualTo(1);
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.notice()).isEqualTo(newest);
            assertThat(problem.reason()).isEqualTo("550 no such user");
        });
        assertThat(report.stopped()).isEmpty();
    }

    @Test
    void saysForWhichKindNothingAnswers() {
        world.queue("library.overdue");

        assertThat(world.dispatcher().sendTest("principal@example.org").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("NO_TYPE: library.overdue"));
    }

    @Test
    void letsGoOfTheServerAndOfTheDispatcher() throws Exception {
        world.queue(AGAIN);
        DispatchNotices dispatcher = world.dispatcher();

        dispatcher.sendTest("principal@example.org");

        assertThat(world.mail.rests).isEqualTo(1);
        assertThat(CompletableFuture.supplyAsync(dispatcher::drain)
                        .get(10, TimeUnit.SECONDS)
                        .sent())
                .isEqualTo(1);
    }

    @Test
    void isNotSentInsideATransactionOfTheHost() {
        world.queue(AGAIN);

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        world.stores.unitOfWork().run(tx -> world.dispatcher().sendTest("principal@example.org")))
                .withMessageContaining("a test delivery");
        assertThat(world.mail.handed).isEmpty();
    }
}
