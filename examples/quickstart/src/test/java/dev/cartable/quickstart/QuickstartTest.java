package dev.cartable.quickstart;

import static dev.cartable.quickstart.QuotaWithAlert.JOHN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs do what they say. */
class QuickstartTest {
    private static final Path ROSTER = Path.of("..", "command-line", "roster");
    private static final Instant NOW = Instant.parse("2026-11-18T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theAccountsOfTheSampleRosterAreMadeAndTheirMailsWritten() throws IOException {
        AccountsFromRoster.main(new String[] {ROSTER.toString(), folder.toString()});

        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            assertThat(mails).hasSize(34);
        }
    }

    @Test
    void aUserWhoHasUsedMostOfADayFindsOneMessageInTheApplication() {
        try (Cartable cartable = inMemory().build()) {
            QuotaWithAlert.useMostOfADay(cartable, Channel.IN_APP, NOW);

            assertThat(cartable.notices().inbox(Recipient.user(JOHN), 10))
                    .singleElement()
                    .satisfies(message -> assertThat(message.text()).contains("85"));
            assertThat(cartable.alerts().evaluate().run(step -> {}).queued()).isZero();
        }
    }

    @Test
    void theMainOfTheQuotaRuns() {
        QuotaWithAlert.main(new String[0]);
    }

    @Test
    void aPortalWithAMeterLetsPassWhatThereIsRoomFor() {
        try (Cartable cartable = inMemory().anyThread(true).build()) {
            QuotaWithAlert.useMostOfADay(cartable, Channel.IN_APP, NOW);
            User namesake = new User(new UserId("john"), "john2", null, null, null, true);
            cartable.rosters().saveUsers(List.of(namesake).iterator());
            cartable.quotas()
                    .assign(
                            Holder.of(namesake.id()),
                            cartable.alerts().all().get(0).profile(),
                            "the test");

            assertThat(MeteredPortal.pass(cartable, 0, DataSize.ofGibibytes(4).bytes()))
                    .isTrue();
            assertThat(MeteredPortal.pass(cartable, 0, DataSize.ofGibibytes(2).bytes()))
                    .isFalse();
        }
    }

    @Test
    void aCourierOfTheHostsOwnCarriesItsOwnChannel() {
        List<String> pushed = new ArrayList<>();
        PushCourier courier = new PushCourier((person, id, title, text) -> {
            pushed.add(person + ": " + text);
            return 200;
        });
        try (Cartable cartable = inMemory().courier(courier).build()) {
            QuotaWithAlert.useMostOfADay(cartable, PushCourier.PUSH, NOW);

            assertThat(pushed).singleElement().asString().startsWith("u1: ").contains("85");
            assertThat(cartable.notices().counts()).isEqualTo(Map.of(NoticeState.SENT, 1L));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 0})
    void aPushServiceThatFailsForNowGetsTheNoticeLater(int status) {
        PushCourier courier = new PushCourier((person, id, title, text) -> {
            if (status == 0) {
                throw new IOException("no route");
            }
            return status;
        });
        try (Cartable cartable = inMemory().courier(courier).build()) {
            QuotaWithAlert.useMostOfADay(cartable, PushCourier.PUSH, NOW);

            assertThat(cartable.notices().counts()).isEqualTo(Map.of(NoticeState.QUEUED, 1L));
        }
    }

    @Test
    void aPersonWithoutADeviceIsNotTriedAgain() {
        try (Cartable cartable = inMemory()
                .courier(new PushCourier((person, id, title, text) -> 404))
                .build()) {
            QuotaWithAlert.useMostOfADay(cartable, PushCourier.PUSH, NOW);

            assertThat(cartable.notices().counts()).isEqualTo(Map.of(NoticeState.FAILED, 1L));
        }
    }

    private static CartableBuilder inMemory() {
        return Cartable.builder()
                .stores(new InMemoryStores(() -> NOW))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École de la Rivière")
                .time(() -> NOW);
    }
}
