package dev.cartable.notice;

import dev.cartable.CartableException;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Placeholder;
import dev.cartable.notice.port.Courier.Reach;
import dev.cartable.school.model.School;
import java.net.URI;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The placeholders among a host's settings. They are refused as soon as one courier reaches people, and only reported where
 * messages go to a server on this machine; files and the application's own inbox do not count.
 *
 * @param found the settings to make; empty where nothing is sent
 * @param refused whether messages with these values must not be sent
 */
public record Placeholders(Set<Placeholder> found, boolean refused) {
    private static final Pattern THIS_MACHINE = Pattern.compile(
            "(.*\\.)?localhost|(.*\\.)?localdomain|127(\\.\\d{1,3}){3}|0\\.0\\.0\\.0|\\[?(0{0,4}:){2,7}0{0,3}[01]?]?");

    public Placeholders {
        found = Set.copyOf(found);
    }

    /**
     * The one rule for all hosts.
     *
     * @param activationPage where activation links lead; null where none are sent
     */
    public static Placeholders of(School school, @Nullable URI activationPage, Collection<? extends Courier> couriers) {
        Set<Placeholder> found = EnumSet.noneOf(Placeholder.class);
        couriers.stream().filter(courier -> courier.reach() != Reach.NOBODY).forEach(courier -> {
            if (school.isUnnamed()) {
                found.add(Placeholder.SCHOOL_NAME);
            }
            if (activationPage != null && activationPage.getHost() != null && isThisMachine(activationPage.getHost())) {
                found.add(Placeholder.ACTIVATION_PAGE);
            }
            found.addAll(courier.placeholders());
        });
        boolean people = couriers.stream().anyMatch(courier -> courier.reach() == Reach.PEOPLE);
        return new Placeholders(found, people && !found.isEmpty());
    }

    /** Whether a name or an address is this machine's own by its form alone, without asking a name server. */
    public static boolean isThisMachine(String host) {
        return THIS_MACHINE.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Ends what would send messages.
     *
     * @throws CartableException with the code {@code PLACEHOLDERS} if they are {@link #refused}; nothing was sent
     */
    public void check() {
        if (refused) {
            String names = found.stream().sorted().map(Placeholder::name).collect(Collectors.joining(", "));
            throw new CartableException(
                    "PLACEHOLDERS",
                    Map.of("settings", names),
                    "messages would reach people with values that only make a first try work: " + names
                            + "; nothing was sent");
        }
    }
}
