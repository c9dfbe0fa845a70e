package dev.cartable.cli.frame;

import dev.cartable.notice.model.Recipient;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts names beside the ids that a list shows to people. A name is read once, when it is needed. Used by one thread. */
final class Names {
    private final Roster roster;
    private final Users users;
    private final Supplier<Invoices> invoices;
    private final Map<Object, Optional<String>> known = new HashMap<>();

    Names(Roster roster, Users users, Supplier<Invoices> invoices) {
        this.roster = roster;
        this.users = users;
        this.invoices = invoices;
    }

    /** The value with its name; the value alone if it is no id, or has no other name. Of a list, each of its values. */
    @Nullable
    Object beside(@Nullable Object value) {
        if (value instanceof List<?> values) {
            return values.stream().map(this::beside).toList();
        }
        boolean isId = value instanceof GuardianId
                || value instanceof UserId
                || value instanceof PupilId
                || value instanceof Recipient
                || value instanceof Holder;
        if (value == null || !isId) {
            return value;
        }
        return known.computeIfAbsent(value, this::name)
                .<Object>map(name -> new Named(value, name))
                .orElse(value);
    }

    private Optional<String> name(Object value) {
        if (value instanceof GuardianId id) {
            return guardian(id);
        }
        if (value instanceof UserId id) {
            return user(id);
        }
        if (value instanceof PupilId id) {
            return pupil(id);
        }
        if (value instanceof Recipient recipient) {
            return switch (recipient.type()) {
                case "guardian" -> guardian(new GuardianId(recipient.id()));
                case "pupil" -> pupil(new PupilId(recipient.id()));
                case "user" -> user(new UserId(recipient.id()));
                default -> recipient.isPayer() ? payer(recipient) : Optional.empty();
            };
        }
        if (value instanceof Holder holder) {
            return holder.level().equals(Level.USER.name())
                    ? user(new UserId(holder.id()))
                    : holder.level().equals(Level.PROMOTION.name())
                            ? promotion(new PromotionId(holder.id()))
                            : Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<String> guardian(GuardianId id) {
        return roster.families(List.of(id)).stream()
                .map(family -> family.guardian().name().full())
                .findFirst();
    }

    private Optional<String> payer(Recipient recipient) {
        return invoices.get().invoices(List.of(recipient.invoice())).stream()
                .flatMap(invoice -> invoice.details().payers().stream()
                        .filter(payer ->
                                Recipient.payer(invoice.id(), payer.number()).equals(recipient)))
                .map(Invoice.Payer::name)
                .findFirst();
    }

    private Optional<String> pupil(PupilId id) {
        return Optional.ofNullable(roster.pupils(List.of(id)).get(id))
                .map(pupil -> pupil.name().full());
    }

    private Optional<String> user(UserId id) {
        return Optional.ofNullable(users.byId(List.of(id)).get(id))
                .map(user -> user.userName())
                .filter(name -> !name.equals(id.value()));
    }

    private Optional<String> promotion(PromotionId id) {
        return Optional.ofNullable(users.promotions(List.of(id)).get(id))
                .map(promotion -> promotion.name())
                .filter(name -> !name.equals(id.value()));
    }
}
