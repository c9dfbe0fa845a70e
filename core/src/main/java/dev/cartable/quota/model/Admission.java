package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Allowance.AccessAttributes;
import java.util.List;

/** Whether a user may begin a session now. */
public sealed interface Admission {
    /**
     * They may.
     *
     * @param session what is open now, and counts against how many they may have at a time
     * @param attributes what the access server has to know
     * @param fresh false if the session was open already, and nothing was written
     */
    record Granted(Session.Key session, AccessAttributes attributes, boolean fresh) implements Admission {
        public Granted {
            requireNonNull(session, "session");
            requireNonNull(attributes, "attributes");
        }
    }

    /**
     * They have as many sessions open as they may have. Nothing was written.
     *
     * @param open those sessions, the oldest first: one of them has to end
     * @param allowed how many they may have
     */
    record TooManySessions(List<Session> open, int allowed) implements Admission {
        public TooManySessions {
            open = List.copyOf(open);
        }
    }

    /**
     * They may not use the network now. Nothing was written.
     *
     * @param allowance whose state says why: used up, expired, disabled, no profile
     */
    record NotServed(Allowance allowance) implements Admission {
        public NotServed {
            requireNonNull(allowance, "allowance");
        }
    }
}
