package dev.cartable.school.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.port.Users;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The names of promotions, each asked for once. Used by one thread. */
public final class PromotionNames {
    private final Supplier<Users> users;
    private final Map<PromotionId, String> names = new HashMap<>();

    public PromotionNames(Supplier<Users> users) {
        this.users = requireNonNull(users, "users");
    }

    /** The name of a promotion, or its id if it is not known; empty for none. */
    public String of(@Nullable PromotionId promotion) {
        return promotion == null ? "" : names.computeIfAbsent(promotion, this::find);
    }

    private String find(PromotionId id) {
        Promotion found = users.get().promotions(List.of(id)).get(id);
        return found == null ? id.value() : found.name();
    }
}
