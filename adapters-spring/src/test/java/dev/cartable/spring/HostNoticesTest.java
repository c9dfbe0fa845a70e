package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A host's own kinds of notices, and what people wish. */
class HostNoticesTest {
    private static final Kind OVERDUE = Kind.of("library.overdue");

    @Test
    void aBeanAddsAKindOfNoticeAndAnotherSaysWhatPeopleDecline() {
        Preferences declined = (person, kind, channel, address) ->
                channel.equals(Channel.EMAIL) ? Preferences.Answer.DECLINED : Preferences.Answer.ACCEPTED;
        Addressing.Person awa = new Addressing.Person(
                new Recipient("guardian", "g1"),
                Locale.FRENCH,
                new Contact.Reachable(EmailAddress.of("awa@example.org")),
                false);
        Runners.complete()
                .withBean("overdue", NoticeType.class, Overdue::new)
                .withBean("preferences", Preferences.class, () -> declined)
                .run(context -> {
                    Cartable cartable = context.getBean(Cartable.class);
                    assertThat(cartable.notices()
                                    .templates()
                                    .save(OVERDUE, Locale.FRENCH, "Subject: Retard\n\n{title}"))
                            .isEmpty();
                    assertThat(cartable.notices().addressing().of(awa, OVERDUE, Set.of(Channel.EMAIL)))
                            .isEqualTo(new Addressing.Unaddressed(Addressing.Reason.DECLINED));
                });
    }

    @Test
    void theSchoolsDefaultsOfWishesComeFromProperties() {
        Runners.complete()
                .withPropertyValues(
                        "cartable.preferences.mandatory=absences",
                        "cartable.preferences.discreet=payments",
                        "cartable.preferences.digest=false")
                .run(context -> assertThat(context.getBean(Cartable.class)
                                .notices()
                                .preferences()
                                .settings())
                        .isEqualTo(PreferenceSettings.defaults()
                                .withMandatory(List.of(Category.ABSENCES))
                                .withDiscreet(List.of("payments"))
                                .withDigest(false)));
    }

    private static final class Overdue implements NoticeType {
        @Override
        public Kind kind() {
            return OVERDUE;
        }

        @Override
        public Set<String> variables() {
            return Set.of("title");
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of());
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of("title", "Kirikou");
        }
    }
}
