package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.QuotaException;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person names: a user by id or user name, a promotion and a profile by id or name. */
public final class Targets {
    private Targets() {}

    /** The user, or a message that there is none, or that several have this name. */
    public static User user(Frame frame, Host host, String named) {
        List<User> found = users(host.stores().users(), named);
        if (found.size() > 1) {
            throw CommandException.failed("AMBIGUOUS_USER", ambiguous(frame, named, found));
        }
        if (found.isEmpty()) {
            throw CommandException.failed("UNKNOWN_USER", frame.words().text("error.unknown-user", "name", named));
        }
        return found.get(0);
    }

    /** Everybody who could be meant: the one with this id, or all of this name. */
    static List<User> users(Users users, String named) {
        User byId = isId(named) ? users.byId(List.of(new UserId(named))).get(new UserId(named)) : null;
        return byId == null ? users.named(named) : List.of(byId);
    }

    /** Everybody who could be meant by each name: one question for those named by id, and one for each user name. */
    static Map<String, List<User>> users(Host host, Set<String> named) {
        Users users = host.stores().users();
        Map<String, List<User>> found = new HashMap<>();
        List<UserId> ids = named.stream().filter(Targets::isId).map(UserId::new).toList();
        users.byId(ids).forEach((id, user) -> found.put(id.value(), List.of(user)));
        named.stream().filter(name -> !found.containsKey(name)).forEach(name -> found.put(name, users(users, name)));
        return found;
    }

    /** That several users have this name. */
    static String ambiguous(Frame frame, String named, List<User> found) {
        return frame.words()
                .text(
                        "error.ambiguous-user",
                        Map.of(
                                "name",
                                named,
                                "ids",
                                found.stream().map(user -> user.id().value()).collect(Collectors.joining(", "))));
    }

    /** The promotion, or a message that there is none, or that several have this name. */
    public static Promotion promotion(Frame frame, Host host, String named) {
        Users users = host.stores().users();
        Promotion byId =
                isId(named) ? users.promotions(List.of(new PromotionId(named))).get(new PromotionId(named)) : null;
        List<Promotion> found = byId == null ? users.promotionsNamed(named) : List.of(byId);
        if (found.size() > 1) {
            String ids = found.stream().map(one -> one.id().value()).collect(Collectors.joining(", "));
            throw CommandException.failed(
                    "AMBIGUOUS_PROMOTION",
                    frame.words().text("error.ambiguous-promotion", Map.of("name", named, "ids", ids)));
        }
        if (found.isEmpty()) {
            throw CommandException.failed(
                    "UNKNOWN_PROMOTION", frame.words().text("error.unknown-promotion", "name", named));
        }
        return found.get(0);
    }

    /** The profile, or a message that there is none. */
    public static Profile profile(Frame frame, Host host, String named) {
        try {
            return host.cartable().quotas().profiles().named(named);
        } catch (QuotaException e) {
            throw CommandException.failed(
                    "UNKNOWN_PROFILE", frame.words().text("error.unknown-profile", "name", named));
        }
    }

    /** Who is meant by the options {@code --user} and {@code --promotion}, one of which is given. */
    static Holder holder(Frame frame, Host host, @Nullable String user, @Nullable String promotion) {
        if (user != null && promotion == null) {
            return Holder.of(user(frame, host, user).id());
        }
        if (promotion != null && user == null) {
            return Holder.of(promotion(frame, host, promotion).id());
        }
        throw CommandException.usage(frame.words().text("error.one-of", "options", "--user, --promotion"));
    }

    /** Whether something can be an id at all. */
    static boolean isId(String text) {
        return !text.isBlank()
                && text.length() <= 255
                && text.equals(text.strip())
                && text.chars().noneMatch(Character::isISOControl);
    }
}
