package dev.cartable.document;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.PupilId;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The keys of notices of documents. A person whose notice was suppressed has not been notified, and is by the next number. */
final class NoticeKeys {
    /** Enough for a release that is moved again and again. */
    static final int MOST = 9;

    private static final Set<Channel> BUILT_IN = Set.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP, Channel.LETTER);

    private NoticeKeys() {}

    static Subject subject(PupilId pupil) {
        return new Subject("pupil", pupil.value());
    }

    /**
     * The keys by which a person may be notified of a document, of any channel.
     *
     * @param pupil whom the document is about
     * @param revision names the document and the number of this notice about it
     * @param channels those of the host; a person may also have been notified by one that it has no more
     */
    static Set<Notice.Key> of(Kind kind, PupilId pupil, String revision, Recipient person, Set<Channel> channels) {
        Set<Channel> all = new TreeSet<>(BUILT_IN);
        all.addAll(channels);
        return all.stream()
                .map(channel -> Notice.Key.of(kind, subject(pupil), revision, person, channel, ""))
                .collect(Collectors.toSet());
    }
}
