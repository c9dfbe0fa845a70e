package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.port.PhoneNumbers;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for where a person is notified of a kind: the channels with their addresses and the language, or the reason why there
 * is none. Applied when a notice is queued and again when it is due. Safe for use by several threads.
 */
public final class Addressing {
    private final Preferences preferences;
    private final PhoneNumbers phones;
    private final Fallbacks fallbacks;
    private final Set<Channel> served;

    /** Without telephone numbers and without further channels. */
    public Addressing(Preferences preferences) {
        this(preferences, PhoneNumbers.NONE, Fallbacks.NONE, Set.of());
    }

    /**
     * By telephone, too.
     *
     * @param served the channels that have a courier: no further channel is planned without one
     */
    public Addressing(Preferences preferences, PhoneNumbers phones, Fallbacks fallbacks, Set<Channel> served) {
        this.preferences = requireNonNull(preferences, "preferences");
        this.phones = requireNonNull(phones, "phones");
        this.fallbacks = requireNonNull(fallbacks, "fallbacks");
        this.served = Set.copyOf(served);
    }

    /**
     * A person who may be notified.
     *
     * @param contact the e-mail address, or why there is none
     * @param phone the telephone number as the host has it; null if there is none
     * @param barred whether the notice is about pupils and the person may see none of them today
     */
    public record Person(
            Recipient recipient,
            Locale language,
            Contact contact,
            @Nullable String phone,
            boolean barred) {
        public Person {
            requireNonNull(recipient, "recipient");
            requireNonNull(language, "language");
            requireNonNull(contact, "contact");
        }

        /** A person without a telephone. */
        public Person(Recipient recipient, Locale language, Contact contact, boolean barred) {
            this(recipient, language, contact, null, barred);
        }

        /** A user of the network. */
        public static Person of(User user, School school) {
            return new Person(Recipient.user(user.id()), school.languageOf(user.language()), Contact.of(user), false);
        }
    }

    /** Whether and where a person is notified. */
    public sealed interface Result {}

    /**
     * The person is notified.
     *
     * @param addresses one for each channel, one or more
     */
    public record Addressed(Person person, Map<Channel, Address> addresses) implements Result {
        public Addressed {
            addresses = Map.copyOf(addresses);
        }

        /** The notices of a draft, one for each channel. */
        public List<Notice> notices(Notice.Draft draft) {
            return new TreeMap<>(addresses)
                    .entrySet().stream()
                            .map(to -> draft.to(person.recipient(), to.getKey(), to.getValue(), person.language()))
                            .toList();
        }
    }

    /** The person is not notified. */
    public record Unaddressed(Reason reason) implements Result {}

    /** Why a person is not notified; a notice that is suppressed for it has the name as its reason. */
    public enum Reason {
        /** The school has barred it, or none of the pupils is active. */
        BARRED,
        /** The person does not want it. */
        DECLINED,
        /** The host sends by none of the channels of the kind. */
        NO_COURIER,
        /** There is no address. */
        NO_ADDRESS,
        /** The address field does not hold an address. */
        UNUSABLE_ADDRESS,
        /** The address is a pupil's own. */
        PUPILS_ADDRESS,
        /** Mail to the address came back. */
        BOUNCED_ADDRESS
    }

    /** The same rule for a page of people, whose preferences are read together. */
    public Addressing forPage(Collection<Person> people) {
        return prefetched(
                people.stream().map(Person::recipient).toList(),
                people.stream()
                        .<Address>flatMap(person -> Stream.of(person.contact().address(), number(person))
                                .filter(Objects::nonNull))
                        .toList());
    }

    /** As {@link #forPage}, for people at these addresses. */
    public Addressing prefetched(Collection<Recipient> people, Collection<Address> addresses) {
        return people.isEmpty()
                ? this
                : new Addressing(preferences.prefetched(people, addresses), phones, fallbacks, served);
    }

    /** What to write to a person in: what they have chosen, otherwise what the host says. */
    public Locale language(Recipient person, Locale ofHost) {
        return preferences.language(person).orElse(ofHost);
    }

    /** Where a person is notified of a kind, by all of these channels that reach them. */
    public Result of(Person person, Kind kind, Collection<Channel> channels) {
        if (person.barred()) {
            return new Unaddressed(Reason.BARRED);
        }
        Map<Channel, Address> addresses = new TreeMap<>();
        Reason reason = channels.isEmpty() ? Reason.NO_COURIER : Reason.NO_ADDRESS;
        for (Channel channel : new TreeSet<>(channels)) {
            if (channel.equals(Channel.EMAIL)) {
                Address address = person.contact().address();
                if (address != null) {
                    reason = accept(person, kind, channel, address, addresses);
                } else if (person.contact() instanceof Contact.Unreachable unreachable) {
                    reason = Reason.valueOf(unreachable.reason().name());
                }
            } else if (channel.equals(Channel.SMS)) {
                PhoneNumber number = number(person);
                if (number != null) {
                    reason = accept(person, kind, channel, number, addresses);
                }
            } else if (channel.equals(Channel.LETTER) || !person.recipient().isPayer()) {
                // A payer who is no guardian has no account, in which a channel of the host's could find them.
                reason = accept(
                        person,
                        kind,
                        channel,
                        new Address.Opaque(person.recipient().id()),
                        addresses);
            }
        }
        return addresses.isEmpty() ? new Unaddressed(reason) : new Addressed(inOwnLanguage(person), addresses);
    }

    private Person inOwnLanguage(Person person) {
        return new Person(
                person.recipient(),
                language(person.recipient(), person.language()),
                person.contact(),
                person.phone(),
                person.barred());
    }

    private @Nullable PhoneNumber number(Person person) {
        return telephone(person.phone()).orElse(null);
    }

    /** A person who is barred, or who does not want it, is not notified by a further channel instead. */
    private static boolean isUnreached(Unaddressed result) {
        return result.reason() != Reason.BARRED && result.reason() != Reason.DECLINED;
    }

    /**
     * As {@link #of}; where none of the channels reaches the person, by the first of the kind's further ones that does. A message in the
     * application reaches only those who open it: where it is all that there is, the person is notified by a further channel, too.
     */
    public Result orElse(Person person, Kind kind, Collection<Channel> channels) {
        Result result = of(person, kind, channels);
        Set<Channel> outward = new TreeSet<>(channels);
        outward.remove(Channel.IN_APP);
        Result reached = outward.size() == channels.size() ? result : of(person, kind, outward);
        if (reached instanceof Addressed || !isUnreached((Unaddressed) reached)) {
            return result;
        }
        return fallbacks.after(kind, channels).stream()
                .filter(served::contains)
                .map(channel -> of(person, kind, Set.of(channel)))
                .filter(Addressed.class::isInstance)
                .findFirst()
                .map(further -> both(result, (Addressed) further))
                .orElse(result);
    }

    private static Result both(Result inApp, Addressed further) {
        if (!(inApp instanceof Addressed first)) {
            return further;
        }
        Map<Channel, Address> addresses = new TreeMap<>(first.addresses());
        addresses.putAll(further.addresses());
        return new Addressed(further.person(), addresses);
    }

    /** As {@link #of}, by the first of these channels that reaches the person. */
    public Result firstOf(Person person, Kind kind, List<Channel> channels) {
        Result first = of(person, kind, channels.subList(0, 1));
        return first instanceof Addressed || channels.size() == 1
                ? first
                : firstOf(person, kind, channels.subList(1, channels.size()));
    }

    /**
     * How a person is reached by e-mail for notices of a kind: at this address, unless mail to it came back or the person does not want
     * them.
     */
    public Contact byEmail(Recipient person, Kind kind, Contact contact) {
        EmailAddress address = contact.address();
        if (address == null) {
            return contact;
        }
        return switch (preferences.answer(person, kind, Channel.EMAIL, address)) {
            case ACCEPTED -> contact;
            case DECLINED -> new Contact.Unreachable(Contact.Reason.DECLINED, "");
            case BOUNCED -> new Contact.Unreachable(Contact.Reason.BOUNCED_ADDRESS, "");
        };
    }

    /** The number that can receive short messages in a field as the host has it; empty if there is none. */
    public Optional<PhoneNumber> telephone(@Nullable String field) {
        return field == null ? Optional.empty() : phones.read(field);
    }

    /**
     * The number by which a person without a usable e-mail address is notified of a kind; empty if there is no such number, if no courier
     * sends short messages, or if these are not among the further channels of the kind.
     */
    public Optional<PhoneNumber> byTelephone(Person person, Kind kind) {
        return served.contains(Channel.SMS)
                        && fallbacks.of(kind).contains(Channel.SMS)
                        && of(person, kind, Set.of(Channel.SMS)) instanceof Addressed
                ? Optional.ofNullable(number(person))
                : Optional.empty();
    }

    /** What becomes of a notice that is due: it goes to where its channel reaches the person now, or it is suppressed. */
    public Verdict verdict(Person person, Notice notice, Map<String, String> variables) {
        Result now = prefetched(List.of(person.recipient()), List.of(notice.address()))
                .of(person, notice.kind(), Set.of(notice.channel()));
        if (now instanceof Addressed addressed) {
            return new Verdict.Send(variables, addressed.addresses().get(notice.channel()));
        }
        return new Verdict.Suppress(((Unaddressed) now).reason().name());
    }

    private Reason accept(Person person, Kind kind, Channel channel, Address address, Map<Channel, Address> addresses) {
        Preferences.Answer answer = preferences.answer(person.recipient(), kind, channel, address);
        if (answer == Preferences.Answer.ACCEPTED) {
            addresses.put(channel, address);
        }
        return answer == Preferences.Answer.BOUNCED ? Reason.BOUNCED_ADDRESS : Reason.DECLINED;
    }
}
