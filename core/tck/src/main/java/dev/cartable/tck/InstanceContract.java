package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.notice;
import static dev.cartable.tck.Samples.noticeId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.notice.ChangeNotices.Selection;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.InstanceGuard.State;
import dev.cartable.work.InstanceStore;
import dev.cartable.work.InstanceStore.Entry;
import dev.cartable.work.LocalInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an {@link InstanceStore} promises, and which of two installations with one database sends messages. */
public abstract class InstanceContract extends StoresContract<NoticeStores> {
    @TempDir
    Path folder;

    private final List<RenderedNotice> sent = new ArrayList<>();

    @Test
    void theDatabaseKeepsOneEntry() {
        Entry first = new Entry("école-1", NOW.plusNanos(123_000), null, null);
        assertThat(store().find()).isEmpty();

        assertThat(this.<Boolean>call(tx -> store().add(tx, first))).isTrue();
        assertThat(this.<Boolean>call(tx -> store().add(tx, new Entry("b", NOW, null, null))))
                .isFalse();
        assertThat(store().find()).contains(first);

        Entry held = new Entry("b", NOW, "école-1", NOW.plusSeconds(1));
        write(tx -> {
            assertThat(store().lock(tx)).contains(first);
            store().update(tx, held);
        });
        assertThat(store().find()).contains(held);
        write(tx -> store().update(tx, held.withEpoch(Long.MAX_VALUE)));
        assertThat(store().find()).contains(new Entry("b", NOW, "école-1", NOW.plusSeconds(1), Long.MAX_VALUE));
    }

    @Test
    void threadsThatUseADatabaseFirstAgreeOnOneInstance() {
        List<State> states = Together.run(
                8,
                i -> cartable(LocalInstance.file(folder.resolve("node-" + i)))
                        .notices()
                        .instance()
                        .check());

        assertThat(states).hasSize(8).containsOnly(states.get(0));
        assertThat(states.get(0)).isInstanceOf(State.Speaks.class);
    }

    @Test
    void aLookWritesNothing() {
        Cartable node = cartable(LocalInstance.file(folder.resolve("a")));

        assertThat(node.notices().instance().look()).isEqualTo(new State.Unknown());

        assertThat(store().find()).isEmpty();
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void aNewDatabaseGetsTheIdOfItsInstallation() {
        assertThat(cartable(LocalInstance.named("prod")).notices().instance().check())
                .isEqualTo(new State.Speaks("prod"));
        assertThat(store().find()).contains(new Entry("prod", NOW, null, null));
    }

    @Test
    void anInstallationWithoutAnIdTakesOnTheDatabasesAndGoesOn() throws IOException {
        cartable(LocalInstance.named("prod")).notices().instance().check();
        add(1, 2, 3);
        Path file = folder.resolve("cartable.instance");

        DispatchNotices.Report report = drain(LocalInstance.beside(folder.resolve("cartable.key")));

        assertThat(report.sent()).isEqualTo(3);
        assertThat(Files.readString(file)).isEqualTo("prod\n");
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aContainerThatLostItsFilesGoesOn() throws IOException {
        Path file = folder.resolve("a");
        cartable(LocalInstance.file(file)).notices().instance().check();
        Files.delete(file);
        add(1);

        assertThat(drain(LocalInstance.file(file)).sent()).isOne();
        assertThat(drain(LocalInstance.none()).silence()).isNull();
    }

    @Test
    void aRestartKeepsTheId() {
        Path file = folder.resolve("a");
        State first = cartable(LocalInstance.file(file)).notices().instance().check();

        assertThat(cartable(LocalInstance.file(file)).notices().instance().check())
                .isEqualTo(first);
    }

    @Test
    void anotherIdHoldsWhatWaitsAndWhatIsQueuedLater() {
        cartable(LocalInstance.named("prod")).notices().instance().check();
        write(tx -> stores().outbox().add(tx, many(1_203, Samples::notice)));

        DispatchNotices.Report report = drain(LocalInstance.named("copy"));

        assertThat(sent).isEmpty();
        assertThat(report.silence()).extracting(Silence::reason).isEqualTo(Silence.Reason.INSTANCE_HELD);
        assertThat(report.isClean()).isFalse();
        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, 1_203L));
        assertThat(store().find()).contains(new Entry("prod", NOW, "copy", NOW));

        write(tx -> stores().outbox().add(tx, List.of(notice(5_000))));
        drain(LocalInstance.named("copy"));
        assertThat(stores().outbox().find(noticeId(5_000)).orElseThrow().state())
                .isEqualTo(NoticeState.HELD);
    }

    @Test
    void nothingLeavesEitherInstanceWhileTheTwoDisagree() {
        cartable(LocalInstance.named("prod")).notices().instance().check();
        cartable(LocalInstance.named("copy")).notices().instance().check();
        add(1);

        assertThat(drain(LocalInstance.named("prod")).silence()).isNotNull();
        assertThat(drain(LocalInstance.none()).silence()).isNotNull();
        assertThat(drain(LocalInstance.named("third")).silence()).isNotNull();
        assertThat(sent).isEmpty();
        assertThat(cartable(LocalInstance.named("prod"))
                        .notices()
                        .instance()
                        .check()
                        .speaks())
                .isFalse();
    }

    @Test
    void theOneThatAPersonChoosesSpeaksWhenItsMessagesAreReleased() {
        cartable(LocalInstance.named("prod")).notices().instance().check();
        add(1);
        Cartable copy = cartable(LocalInstance.named("copy"));
        copy.notices().instance().check();
        write(tx -> stores().outbox().add(tx, List.of(notice(2))));

        assertThat(copy.notices().instance().claim()).isEqualTo("copy");

        assertThat(copy.notices().instance().check()).isEqualTo(new State.Speaks("copy"));
        assertThat(copy.notices().dispatch().drain().sent()).isZero();
        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, 2L));
        copy.notices().release().run(Selection.matching(NoticeFilter.all()), step -> {});
        assertThat(copy.notices().dispatch().drain().sent()).isEqualTo(2);

        add(3);
        assertThat(cartable(LocalInstance.named("prod")).notices().instance().check())
                .isEqualTo(new State.Silent("prod", "copy"));
        assertThat(drain(LocalInstance.named("prod")).silence())
                .extracting(Silence::reason)
                .isEqualTo(Silence.Reason.INSTANCE_SILENT);
        assertThat(copy.notices().instance().check().speaks())
                .as("the other does not stop it again")
                .isTrue();
        assertThat(copy.notices().dispatch().drain().sent()).isOne();
    }

    @Test
    void theFirstInstanceMayBeChosenToo() {
        Cartable prod = cartable(LocalInstance.named("prod"));
        prod.notices().instance().check();
        cartable(LocalInstance.named("copy")).notices().instance().check();

        prod.notices().instance().claim();

        assertThat(prod.notices().instance().check()).isEqualTo(new State.Speaks("prod"));
        assertThat(cartable(LocalInstance.named("copy")).notices().instance().check())
                .isEqualTo(new State.Silent("copy", "prod"));
        assertThat(cartable(LocalInstance.named("third")).notices().instance().check())
                .isInstanceOf(State.Held.class);
    }

    @Test
    void aClaimBeforeTheDisagreementWasNotedHoldsToo() {
        cartable(LocalInstance.named("prod")).notices().instance().check();
        add(1);
        Cartable copy = cartable(LocalInstance.named("copy"));

        copy.notices().instance().claim();

        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, 1L));
        assertThat(store().find()).contains(new Entry("copy", NOW, "prod", null));
    }

    @Test
    void aClaimOfTheInstanceThatSpeaksChangesNothing() {
        Cartable prod = cartable(LocalInstance.named("prod"));
        add(1);

        assertThat(prod.notices().instance().claim()).isEqualTo("prod");

        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.QUEUED, 1L));
        assertThatIllegalStateException()
                .isThrownBy(() -> write(tx -> prod.notices().instance().claim()));
    }

    @Test
    void aFileThatHoldsNoIdIsRefusedAndKept() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "not an id\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        cartable(LocalInstance.file(file)).notices().instance().check())
                .withMessageContaining(file.toString());
        assertThat(Files.readString(file)).isEqualTo("not an id\n");
    }

    @Test
    void whereTheFileCannotBeWrittenTheProcessGoesOn() {
        add(1);

        assertThat(drain(LocalInstance.file(folder.resolve("missing").resolve("a")))
                        .sent())
                .isOne();
    }

    @Test
    void withoutAVoiceNothingLeavesAndNothingChanges() {
        add(1, 2);

        DispatchNotices.Report report = cartable(LocalInstance.none(), SendingMode.nobody())
                .notices()
                .dispatch()
                .drain();

        assertThat(sent).isEmpty();
        assertThat(report.silence()).extracting(Silence::reason).isEqualTo(Silence.Reason.SPEAK_OFF);
        assertThat(stores().outbox().counts()).isEqualTo(Map.of(NoticeState.QUEUED, 2L));
        assertThat(cartable(LocalInstance.none(), SendingMode.nobody())
                        .notices()
                        .dispatch()
                        .sendTest("chief@example.org")
                        .stopped())
                .contains("speak");
        assertThat(sent).isEmpty();
    }

    @Test
    void aRehearsalSendsAllEmailToOneAddress() {
        add(1);
        write(tx -> stores().outbox().add(tx, List.of(sms(2))));
        EmailAddress chief = EmailAddress.of("chief@example.org");
        Cartable rehearsal = cartable(LocalInstance.none(), SendingMode.only(chief));

        DispatchNotices.Report report = rehearsal.notices().dispatch().drain();

        assertThat(report.sent()).isOne();
        assertThat(report.halts()).isEmpty();
        assertThat(sent).singleElement().satisfies(mail -> {
            assertThat(mail.address()).isEqualTo(chief);
            assertThat(mail.subject()).startsWith("[" + notice(1).recipient() + "] ");
        });
        assertThat(stores().outbox().find(noticeId(1)).orElseThrow()).satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(NoticeState.SENT);
            assertThat(entry.notice().address()).isEqualTo(notice(1).address());
            assertThat(entry.reason()).isEqualTo("REDIRECTED: 250 ok");
        });
        assertThat(stores().outbox().find(noticeId(2)).orElseThrow().state()).isEqualTo(NoticeState.QUEUED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rehearsal.notices().dispatch().sendTest("other@example.org"))
                .withMessageContaining("chief@example.org");
    }

    private static Notice sms(int number) {
        Notice mail = notice(number);
        return new Notice(
                mail.id(),
                mail.kind(),
                mail.subject(),
                mail.revision(),
                mail.recipient(),
                Channel.SMS,
                mail.slot(),
                Channel.SMS.address("+224620000000"),
                mail.language(),
                mail.variables(),
                mail.queuedAt(),
                mail.dueAt());
    }

    private InstanceStore store() {
        return stores().instances();
    }

    private void add(int... numbers) {
        write(tx -> {
            for (int number : numbers) {
                stores().outbox().add(tx, List.of(notice(number)));
            }
        });
    }

    private DispatchNotices.Report drain(LocalInstance local) {
        return cartable(local).notices().dispatch().drain();
    }

    private Cartable cartable(LocalInstance local) {
        return cartable(local, SendingMode.everyone());
    }

    private Cartable cartable(LocalInstance local, SendingMode mode) {
        Renderer renderer = (kind, language, channel, variables) -> new Renderer.Words(kind.name(), "text", null);
        return Cartable.builder()
                .noticeStores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .noticeType(new TrueNotices(notice(1).kind(), Map.of()))
                .renderer(renderer)
                .courier(new KeepingCourier(sent))
                .courier(new KeepingCourier(Channel.SMS, Courier.Reach.NOBODY, sent))
                .instance(local)
                .speak(mode)
                .build();
    }
}
