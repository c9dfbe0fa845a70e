package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

/** What a probe of an SMTP server found. */
public sealed interface ProbeResult {
    /** The last answer: the server's own words, without addresses and secrets, or what went wrong; one line. */
    String answer();

    /** What the server offers, as far as it came to say. */
    SmtpOffer offer();

    /** All went well. */
    record Works(String answer, SmtpOffer offer) implements ProbeResult {
        public Works {
            requireNonNull(answer, "answer");
            requireNonNull(offer, "offer");
        }
    }

    /** It did not; {@link Fault#advice} says what to mend. */
    record Fails(Fault fault, String answer, SmtpOffer offer) implements ProbeResult {
        public Fails {
            requireNonNull(fault, "fault");
            requireNonNull(answer, "answer");
            requireNonNull(offer, "offer");
        }
    }
}
