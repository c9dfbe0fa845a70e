package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.port.BounceStore;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.school.model.EmailAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a {@link BounceStore} promises. */
public abstract class BounceStoreContract extends StoresContract<NoticeStores> {
    private static final EmailAddress AWA = EmailAddress.of("awa@example.org");
    private static final EmailAddress BINTA = EmailAddress.of("binta@example.org");

    @Test
    void thereIsNothingAtFirst() {
        assertThat(bounces().suppressed()).isEmpty();
        assertThat(bounces().of(AWA)).isEmpty();
        assertThat(read(bounces().all())).isEmpty();
    }

    @Test
    void aBounceComesBackAsItWas() {
        Bounce full = new Bounce(
                noticeId(1),
                Bounce.Type.HARD,
                EmailAddress.of("awa.b@xn--cole-9oa.example.org"),
                recipient(1),
                "5.1.1",
                "550 5.1.1 « Boîte inconnue » مرحبا",
                NOW.plusNanos(123_456_000),
                true,
                NOW.plusSeconds(9));
        Bounce bare = bounce(2, Bounce.Type.SOFT, BINTA, false);

        assertThat(add(full)).isTrue();
        assertThat(add(bare)).isTrue();

        assertThat(bounces().of(full.address())).containsExactly(full);
        assertThat(read(bounces().all())).containsExactly(bare, full);
    }

    @Test
    void aNoticeHasOneBounce() {
        assertThat(add(bounce(1, Bounce.Type.SOFT, AWA, false))).isTrue();
        assertThat(add(bounce(1, Bounce.Type.HARD, AWA, true))).isFalse();

        assertThat(bounces().of(AWA)).extracting(Bounce::type).containsExactly(Bounce.Type.SOFT);
        assertThat(bounces().suppressed()).isEmpty();
    }

    @Test
    void aBounceTakesThePlaceOfOneFromBeforeItsNoticeWasSentAgain() {
        Bounce again = new Bounce(
                noticeId(1), Bounce.Type.HARD, BINTA, recipient(1), "5.1.1", "", NOW.plusSeconds(9), true, null);
        assertThat(replace(again, NOW.plusSeconds(5))).as("there is none").isFalse();
        add(bounce(1, Bounce.Type.SOFT, AWA, false));
        add(bounce(2, Bounce.Type.SOFT, AWA, false));

        assertThat(replace(again, NOW)).as("it came back since").isFalse();
        assertThat(replace(again, NOW.plusSeconds(5))).isTrue();
        assertThat(replace(again, NOW.plusSeconds(5))).isFalse();

        assertThat(read(bounces().all())).containsExactly(bounce(2, Bounce.Type.SOFT, AWA, false), again);
    }

    @Test
    void threadsThatReadTheSameReportAddOne() {
        List<Boolean> added = Together.run(10, i -> add(bounce(1, Bounce.Type.HARD, AWA, true)));

        assertThat(added).containsOnlyOnce(true);
        assertThat(bounces().of(AWA)).hasSize(1);
    }

    @Test
    void anAddressIsSuppressedByARowThatSaysSoInWhicheverCase() {
        add(bounce(1, Bounce.Type.HARD, EmailAddress.of("Awa@Example.org"), true));
        add(bounce(2, Bounce.Type.SOFT, BINTA, false));

        assertThat(bounces().suppressed()).containsExactly(AWA);
        assertThat(bounces().of(AWA)).hasSize(1);
    }

    @Test
    void anAddressThatIsFreedGetsMailAgainAndKeepsItsHistory() {
        add(bounce(1, Bounce.Type.SOFT, AWA, false));
        add(bounce(2, Bounce.Type.SOFT, AWA, true));
        add(bounce(3, Bounce.Type.HARD, BINTA, true));

        assertThat(lift(AWA, NOW.plusSeconds(5))).isEqualTo(2);
        assertThat(lift(AWA, NOW.plusSeconds(6)))
                .as("there is nothing left to free")
                .isZero();

        assertThat(bounces().suppressed()).containsExactly(BINTA);
        assertThat(bounces().of(AWA)).extracting(Bounce::liftedAt).containsOnly(NOW.plusSeconds(5));
        add(bounce(4, Bounce.Type.HARD, AWA, true));
        assertThat(bounces().suppressed()).containsExactlyInAnyOrder(AWA, BINTA);
    }

    static Bounce bounce(int number, Bounce.Type type, EmailAddress address, boolean suppresses) {
        return new Bounce(noticeId(number), type, address, recipient(number), null, "", NOW, suppresses, null);
    }

    private BounceStore bounces() {
        return stores().bounces();
    }

    private boolean add(Bounce bounce) {
        return this.<Boolean>call(tx -> bounces().add(tx, bounce));
    }

    private boolean replace(Bounce bounce, Instant sentAgain) {
        return this.<Boolean>call(tx -> bounces().replace(tx, bounce, sentAgain));
    }

    private int lift(EmailAddress address, Instant now) {
        return this.<Integer>call(tx -> bounces().lift(tx, address, now));
    }
}
