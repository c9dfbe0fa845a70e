package dev.cartable.notice.port;

import dev.cartable.notice.model.Bounce;
import dev.cartable.school.model.EmailAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads which e-mails came back. Safe for use by several threads. */
interface BounceStoreReader {
    /** The addresses that get no e-mail now. */
    Set<EmailAddress> suppressed();

    /** The bounces of an address, the newest notice first. */
    List<Bounce> of(EmailAddress address);

    /** All bounces, the newest notice first, read on demand. Close the stream. */
    Stream<Bounce> all();
}
