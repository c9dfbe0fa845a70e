package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.Addressing.Addressed;
import dev.cartable.notice.Addressing.Person;
import dev.cartable.notice.Addressing.Reason;
import dev.cartable.notice.Addressing.Unaddressed;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Preferences.Answer;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PhoneNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddressingTest {
    private static final Kind KIND = Kind.of("library.overdue");
    private static final Channel PUSH = Channel.of("push");
    private static final EmailAddress MAIL = EmailAddress.of("awa@example.org");
    private static final Address ID = new Address.Opaque("g1");
    private static final Person AWA = person(new Contact.Reachable(MAIL), false);

    private final Addressing addressing = new Addressing(Preferences.NONE);

    private static Person person(Contact contact, boolean barred) {
        return new Person(new Recipient("guardian", "g1"), Locale.FRENCH, contact, barred);
    }

    @Test
    void aPersonIsReachedByMailAtTheAddressAndByTheApplicationsOwnChannelsAtTheId() {
        assertThat(addressing.of(AWA, KIND, Set.of(Channel.EMAIL, Channel.IN_APP, PUSH)))
                .isEqualTo(new Addressed(AWA, Map.of(Channel.EMAIL, MAIL, Channel.IN_APP, ID, PUSH, ID)));
        assertThat(addressing.of(AWA, KIND, Set.of(Channel.EMAIL, Channel.SMS)))
                .as("there is no telephone number")
                .isEqualTo(new Addressed(AWA, Map.of(Channel.EMAIL, MAIL)));
    }

    /** A channel of the application finds people by their account, and a letter by what the invoice says. */
    @Test
    void aPayerWhoIsNoGuardianHasNoAccountThatAChannelCouldFind() {
        Recipient fund = Recipient.payer("f1", 2);
        Person payer = new Person(fund, Locale.FRENCH, new Contact.Unreachable(Contact.Reason.NO_ADDRESS, ""), false);

        assertThat(addressing.of(payer, KIND, Set.of(PUSH, Channel.IN_APP))).isInstanceOf(Unaddressed.class);
        assertThat(addressing.of(payer, KIND, Set.of(PUSH, Channel.LETTER)))
                .isEqualTo(new Addressed(payer, Map.of(Channel.LETTER, new Address.Opaque(fund.id()))));
    }

    @Test
    void aGuardianWhoMaySeeNoPupilIsNotNotified() {
        Person barred = person(new Contact.Reachable(MAIL), true);

        assertThat(addressing.of(barred, KIND, Set.of(Channel.EMAIL, Channel.IN_APP)))
                .isEqualTo(new Unaddressed(Reason.BARRED));
    }

    @ParameterizedTest
    @EnumSource
    void theReasonWhyThereIsNoAddressIsKept(Contact.Reason reason) {
        Person awa = person(new Contact.Unreachable(reason, ""), false);

        assertThat(addressing.of(awa, KIND, Set.of(Channel.EMAIL)))
                .isEqualTo(new Unaddressed(Reason.valueOf(reason.name())));
        assertThat(addressing.firstOf(awa, KIND, List.of(Channel.EMAIL, Channel.IN_APP)))
                .isEqualTo(new Addressed(awa, Map.of(Channel.IN_APP, ID)));
    }

    @Test
    void wishesAndBouncesOfTheHostCountForTheirChannel() {
        Preferences preferences = (person, kind, channel, address) -> channel.equals(Channel.EMAIL)
                ? Answer.BOUNCED
                : channel.equals(PUSH) ? Answer.DECLINED : Answer.ACCEPTED;
        Addressing choosy = new Addressing(preferences);

        assertThat(choosy.of(AWA, KIND, Set.of(Channel.EMAIL))).isEqualTo(new Unaddressed(Reason.BOUNCED_ADDRESS));
        assertThat(choosy.of(AWA, KIND, Set.of(PUSH))).isEqualTo(new Unaddressed(Reason.DECLINED));
        assertThat(choosy.of(AWA, KIND, Set.of(Channel.EMAIL, Channel.IN_APP, PUSH)))
                .isEqualTo(new Addressed(AWA, Map.of(Channel.IN_APP, ID)));
    }

    @Test
    void aDraftBecomesOneNoticeForEachChannelInTheirOrder() {
        Addressed addressed = new Addressed(AWA, Map.of(Channel.IN_APP, ID, Channel.EMAIL, MAIL));
        Notice.Draft draft = Notice.draft(KIND, new Subject("loan", "b1"), Instant.EPOCH)
                .revision("3")
                .slot("2026-11-28")
                .variables(Map.of("title", "Kirikou"));

        assertThat(addressed.notices(draft))
                .extracting(Notice::channel, Notice::address, Notice::revision, Notice::slot, Notice::variables)
                .containsExactly(
                        tuple(Channel.EMAIL, MAIL, "3", "2026-11-28", Map.of("title", "Kirikou")),
                        tuple(Channel.IN_APP, ID, "3", "2026-11-28", Map.of("title", "Kirikou")));
    }

    @Test
    void aNoticeThatIsDueGoesToThePresentAddressOrNowhere() {
        Notice notice = Notice.draft(KIND, new Subject("loan", "b1"), Instant.EPOCH)
                .to(AWA.recipient(), Channel.EMAIL, EmailAddress.of("old@example.org"), Locale.FRENCH);

        assertThat(addressing.verdict(AWA, notice, Map.of("title", "Kirikou")))
                .isEqualTo(new Verdict.Send(Map.of("title", "Kirikou"), MAIL));
        assertThat(addressing.verdict(person(Contact.none(), false), notice, Map.of()))
                .isEqualTo(new Verdict.Suppress("NO_ADDRESS"));
    }

    private static Addressing withTelephones(Preferences preferences) {
        return new Addressing(
                preferences,
                text -> Optional.of(new PhoneNumber("+224620123456")),
                Fallbacks.defaults(),
                Set.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP));
    }

    private static Person withTelephone(Contact contact, boolean barred) {
        return new Person(new Recipient("guardian", "g1"), Locale.FRENCH, contact, "620 12 34 56", barred);
    }

    private static Set<Channel> reached(Addressing.Result result) {
        return result instanceof Addressing.Addressed addressed
                ? addressed.addresses().keySet()
                : Set.of();
    }

    @Test
    void theInboxOfTheApplicationAloneDoesNotSwitchOffTheNextChannel() {
        Addressing phones = withTelephones(Preferences.NONE);
        Set<Channel> channels = Set.of(Channel.EMAIL, Channel.IN_APP);

        assertThat(reached(phones.orElse(withTelephone(Contact.none(), false), KIND, channels)))
                .containsExactlyInAnyOrder(Channel.IN_APP, Channel.SMS);
        assertThat(reached(phones.orElse(withTelephone(Contact.none(), false), KIND, Set.of(Channel.IN_APP))))
                .containsExactlyInAnyOrder(Channel.IN_APP, Channel.SMS);
        assertThat(reached(phones.orElse(withTelephone(new Contact.Reachable(MAIL), false), KIND, channels)))
                .containsExactlyInAnyOrder(Channel.EMAIL, Channel.IN_APP);
        assertThat(reached(phones.orElse(withTelephone(Contact.none(), true), KIND, channels)))
                .isEmpty();
    }

    @Test
    void whoDoesNotWantMailGetsNoShortMessageInstead() {
        Addressing phones = withTelephones((person, kind, channel, address) ->
                channel.equals(Channel.EMAIL) ? Preferences.Answer.DECLINED : Preferences.Answer.ACCEPTED);

        assertThat(reached(phones.orElse(
                        withTelephone(new Contact.Reachable(MAIL), false),
                        KIND,
                        Set.of(Channel.EMAIL, Channel.IN_APP))))
                .containsExactly(Channel.IN_APP);
    }

    private static Contact byEmail(Answer answer, Contact contact) {
        return new Addressing((person, kind, channel, address) -> answer).byEmail(AWA.recipient(), KIND, contact);
    }

    @Test
    void mailGoesToTheAddressUnlessItCameBackOrIsDeclined() {
        Contact reachable = new Contact.Reachable(MAIL);
        Contact unusable = new Contact.Unreachable(Contact.Reason.UNUSABLE_ADDRESS, "no @");

        assertThat(byEmail(Answer.ACCEPTED, reachable)).isEqualTo(reachable);
        assertThat(byEmail(Answer.DECLINED, reachable)).isEqualTo(new Contact.Unreachable(Contact.Reason.DECLINED, ""));
        assertThat(byEmail(Answer.BOUNCED, reachable))
                .isEqualTo(new Contact.Unreachable(Contact.Reason.BOUNCED_ADDRESS, ""));
        assertThat(byEmail(Answer.DECLINED, unusable)).isEqualTo(unusable);
    }

    /** What people are read for together. */
    private static final class Pages implements Preferences {
        private final List<Collection<?>> read = new ArrayList<>();

        @Override
        public Answer answer(Recipient person, Kind kind, Channel channel, Address address) {
            return Answer.ACCEPTED;
        }

        @Override
        public Preferences prefetched(Collection<Recipient> people, Collection<Address> addresses) {
            read.add(people);
            read.add(addresses);
            return this;
        }
    }

    @Test
    void thePreferencesOfAPageAreReadTogetherForAllPeopleAndTheirAddresses() {
        Pages pages = new Pages();
        Recipient bakary = new Recipient("guardian", "g2");

        withTelephones(pages)
                .forPage(List.of(
                        withTelephone(new Contact.Reachable(MAIL), false),
                        new Person(bakary, Locale.FRENCH, Contact.none(), false)));

        assertThat(pages.read)
                .containsExactly(List.of(AWA.recipient(), bakary), List.of(MAIL, new PhoneNumber("+224620123456")));
    }

    @Test
    void nothingIsReadForAPageWithoutPeople() {
        Pages pages = new Pages();
        Addressing empty = new Addressing(pages);

        assertThat(empty.forPage(List.of())).isSameAs(empty);

        assertThat(pages.read).isEmpty();
    }
}
