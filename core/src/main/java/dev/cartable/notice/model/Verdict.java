package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Address;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a notice that is due should still be sent. */
public sealed interface Verdict {
    /**
     * It is still true.
     *
     * @param variables what is known only now, secrets too, beside the notice's own variables
     * @param address where the person is reached now; null if that is where the notice was to go when it was queued
     */
    record Send(Map<String, String> variables, @Nullable Address address) implements Verdict {
        public Send {
            variables = Map.copyOf(variables);
        }

        /** To the address of the notice. */
        public Send(Map<String, String> variables) {
            this(variables, null);
        }

        /** The names alone: the values may be secret. */
        @Override
        public String toString() {
            return "Send" + variables.keySet();
        }
    }

    /**
     * This process cannot say; another one may. The message stays queued, and no attempt is used up.
     *
     * @param reason for the administrator
     */
    record Wait(String reason) implements Verdict {
        public Wait {
            requireNonNull(reason, "reason");
        }
    }

    /** It is no longer true. */
    record Suppress(String reason) implements Verdict {
        public Suppress {
            requireNonNull(reason, "reason");
        }
    }
}
