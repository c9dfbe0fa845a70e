package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.noticeId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Receipts;
import dev.cartable.notice.port.Receipts.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Receipts} promise. */
public abstract class ReceiptsContract extends StoresContract<NoticeStores> {
    private static final Instant UNTIL = NOW.plus(Duration.ofDays(3));
    private static final DeliveryReceipt FAILED = new DeliveryReceipt(
            Channel.SMS, "ref-1", DeliveryReceipt.State.FAILED, "numéro éteint", NOW.plusSeconds(5));
    private static final Ended WITH_RECEIPT = new Ended(Channel.SMS, "ref-1", noticeId(1), UNTIL, FAILED);

    @Test
    void whatIsExpectedIsNotOverBeforeItsTime() {
        expect("ref-1", 1);

        assertThat(ended(UNTIL.minusSeconds(1))).isEmpty();
        assertThat(ended(UNTIL)).containsExactly(new Ended(Channel.SMS, "ref-1", noticeId(1), UNTIL, null));
    }

    @Test
    void aReceiptEndsWhatIsExpectedInEitherOrder() {
        expect("ref-1", 1);
        assertThat(receive(FAILED)).isTrue();
        assertThat(ended(NOW)).containsExactly(WITH_RECEIPT);
        assertThat(remove(WITH_RECEIPT)).isTrue();

        assertThat(receive(FAILED)).isTrue();
        assertThat(ended(UNTIL)).isEmpty();
        expect("ref-1", 1);
        assertThat(ended(NOW)).containsExactly(WITH_RECEIPT);
    }

    @Test
    void theFirstReceiptCounts() {
        expect("ref-1", 1);
        receive(FAILED);

        assertThat(receive(new DeliveryReceipt(
                        Channel.SMS, "ref-1", DeliveryReceipt.State.DELIVERED, "", NOW.plusSeconds(9))))
                .isFalse();
        assertThat(ended(NOW)).containsExactly(WITH_RECEIPT);
    }

    @Test
    void theSameReferenceOfAnotherChannelIsAnother() {
        expect("ref-1", 1);
        receive(new DeliveryReceipt(Channel.of("whatsapp"), "ref-1", DeliveryReceipt.State.FAILED, "", NOW));

        assertThat(ended(NOW)).isEmpty();
    }

    @Test
    void oneNodeAloneTakesAnEnd() {
        expect("ref-1", 1);
        receive(FAILED);

        List<Boolean> taken = Together.run(4, i -> remove(WITH_RECEIPT));

        assertThat(taken).containsOnlyOnce(true);
        assertThat(ended(UNTIL)).isEmpty();
    }

    @Test
    void aReceiptThatComesAfterTheReadingIsNotLost() {
        expect("ref-1", 1);
        Ended late = ended(UNTIL).get(0);
        receive(FAILED);

        assertThat(remove(late)).isFalse();

        assertThat(ended(UNTIL)).containsExactly(WITH_RECEIPT);
    }

    @Test
    void anEndIsNotTakenThatIsExpectedUntilAnotherTimeByNow() {
        expect("ref-1", 1);
        Ended late = ended(UNTIL).get(0);
        write(tx -> receipts().expect(tx, Channel.SMS, "ref-1", noticeId(1), UNTIL.plusSeconds(60)));

        assertThat(remove(late)).isFalse();

        assertThat(ended(UNTIL)).isEmpty();
        assertThat(ended(UNTIL.plusSeconds(60))).hasSize(1);
    }

    @Test
    void bothEndsAtTheSameMomentFindEachOther() {
        Together.run(2, i -> {
            if (i == 0) {
                expect("ref-1", 1);
                return true;
            }
            return receive(FAILED);
        });

        assertThat(ended(NOW)).containsExactly(WITH_RECEIPT);
    }

    @Test
    void onlyWhatNothingExpectsIsForgotten() {
        expect("ref-1", 1);
        receive(FAILED);
        receive(new DeliveryReceipt(Channel.SMS, "ref-2", DeliveryReceipt.State.DELIVERED, "", NOW));

        assertThat(forget(NOW)).isZero();
        assertThat(forget(NOW.plusSeconds(60))).isEqualTo(1);
        assertThat(forget(NOW.plusSeconds(60))).isZero();
        assertThat(ended(NOW)).hasSize(1);
    }

    private Receipts receipts() {
        return stores().receipts();
    }

    private void expect(String reference, int notice) {
        write(tx -> receipts().expect(tx, Channel.SMS, reference, noticeId(notice), UNTIL));
    }

    private boolean receive(DeliveryReceipt receipt) {
        return call(tx -> receipts().receive(tx, receipt));
    }

    private List<Ended> ended(Instant now) {
        return receipts().ended(now, 10);
    }

    private boolean remove(Ended ended) {
        return call(tx -> receipts().remove(tx, ended));
    }

    private int forget(Instant before) {
        return call(tx -> receipts().forget(tx, before, 10));
    }
}
