package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Inbox;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Session;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellFormedTextTest {
    static Stream<Function<String, Object>> makers() {
        PersonName name = new PersonName("Awa", "Diallo");
        return Stream.of(
                PupilId::new,
                GuardianId::new,
                PromotionId::new,
                UserId::new,
                EventId::new,
                NasId::new,
                text -> new Session.Key(new NasId("n"), text, new UserId("u")),
                text -> new Holder("ROOM", text),
                text -> new Recipient("user", text),
                text -> new Subject("user", text),
                text -> new User(new UserId("u"), text, null, null, null, true),
                text -> new User(new UserId("u"), "u", text, null, null, true),
                text -> new Guardian(new GuardianId("g"), name, text, null, null),
                text -> new Guardian(new GuardianId("g"), name, null, text, null),
                text -> new Promotion(new PromotionId("p"), text),
                text -> Profile.named(new ProfileId(new UUID(0, 1)), text).build(),
                text -> new Inbox.Message(
                        new NoticeId(new UUID(0, 1)),
                        new Recipient("user", "u"),
                        "s",
                        text,
                        null,
                        Instant.EPOCH,
                        null));
    }

    /** PostgreSQL keeps a question mark for each, so that two ids would be one. */
    @ParameterizedTest
    @MethodSource("makers")
    void halfOfACharacterIsRefusedWhereverIdsAndTextsAreMade(Function<String, Object> maker) {
        for (String half : new String[] {"a\uD800", "\uDC00a", "a\uD801b", "\uDE00\uD83D"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> maker.apply(half))
                    .withMessageContaining("unpaired surrogate");
        }
        assertThat(maker.apply("a\uD83D\uDE00b")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "é", "😀", "a😀😀b"})
    void wholeCharactersAreKept(String text) {
        assertThat(WellFormedText.require("a text", text)).isEqualTo(text);
        assertThat(WellFormedText.optional("a text", null)).isNull();
    }
}
