package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.InstanceGuard;
import dev.cartable.work.InstanceGuard.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides whether notices may leave this process now, and by which couriers. Safe for use by several threads. */
final class SendingGate {
    /** How old an answer may be while a dispatch goes on. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final SendingMode mode;
    private final Supplier<State> check;
    private final Supplier<State> look;

    SendingGate(SendingMode mode, InstanceGuard instance) {
        this(mode, instance::check, instance::look);
    }

    SendingGate(SendingMode mode, Supplier<State> check, Supplier<State> look) {
        this.mode = requireNonNull(mode, "mode");
        this.check = requireNonNull(check, "check");
        this.look = requireNonNull(look, "look");
    }

    /** Why nothing may leave now; empty if notices may. Writes nothing. */
    Optional<Silence> look() {
        return off().or(() -> silence(look.get()));
    }

    /** Asks for one dispatch. */
    Pass pass() {
        return new Pass();
    }

    /** One dispatch: asks at its beginning, and again when the answer is no longer fresh. */
    final class Pass {
        private @Nullable Instant askedAt;
        private Optional<Silence> answer = Optional.empty();

        private Pass() {}

        /** Why nothing may leave now; empty if notices may. Holds notices where two instances disagree. */
        synchronized Optional<Silence> silence(Instant now) {
            if (askedAt == null || now.isBefore(askedAt) || !now.isBefore(askedAt.plus(FRESH))) {
                askedAt = now;
                answer = off().or(() -> SendingGate.silence(check.get()));
            }
            return answer;
        }
    }

    private Optional<Silence> off() {
        return mode instanceof SendingMode.Nobody
                ? Optional.of(new Silence(
                        Silence.Reason.SPEAK_OFF, "nothing is sent, because the setting speak is false; messages wait"))
                : Optional.empty();
    }

    private static Optional<Silence> silence(State state) {
        if (state instanceof State.Held held) {
            return Optional.of(new Silence(
                    Silence.Reason.INSTANCE_HELD,
                    "nothing is sent, because the database belongs to the instance " + held.speaking()
                            + " and the instance " + held.other()
                            + " uses it, too; messages are held until a person says which one speaks"));
        }
        if (state instanceof State.Silent silent) {
            return Optional.of(new Silence(
                    Silence.Reason.INSTANCE_SILENT,
                    "this instance, " + silent.own()
                            + ", sends nothing, because a person has decided that the instance " + silent.speaking()
                            + " speaks"));
        }
        return Optional.empty();
    }

    /** The address that all e-mail goes to; empty if it goes to the people that it is for. */
    Optional<EmailAddress> only() {
        return mode instanceof SendingMode.Only one ? Optional.of(one.address()) : Optional.empty();
    }

    /** The couriers that notices may leave by. */
    List<Courier> couriers(List<Courier> all) {
        return only().map(address -> all.stream()
                        .filter(courier -> courier.channel().equals(Channel.EMAIL))
                        .<Courier>map(courier -> new RedirectingCourier(courier, address))
                        .toList())
                .orElse(all);
    }
}
