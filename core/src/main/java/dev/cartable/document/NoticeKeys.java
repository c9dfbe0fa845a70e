package dev.cartable.document;

import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The keys of the notices of a document: about its pupil, of the revision {@code document#n}. A person whose notice was suppressed has
 * not been notified, and is by the next number.
 */
final class NoticeKeys {
    /** Enough for a release that is moved again and again. */
    static final int MOST = 9;

    private static final Set<Channel> BUILT_IN = Set.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP, Channel.LETTER);

    private NoticeKeys() {}

    static Subject subject(StoredDocument document) {
        return new Subject("pupil", document.pupil().value());
    }

    /** @param number from 1 */
    static String revision(StoredDocument document, int number) {
        return document.id() + "#" + number;
    }

    /** The document that a notice is about. */
    static DocumentId document(Notice notice) {
        return DocumentId.of(notice.revision().split("#", 2)[0]);
    }

    /**
     * The keys by which a person may be notified of a document for the {@code number}-th time, of any channel.
     *
     * @param channels those of the host
     */
    static Set<Notice.Key> of(StoredDocument document, Recipient person, int number, Set<Channel> channels) {
        return all(channels).stream()
                .map(channel -> key(document, person, number, channel))
                .collect(Collectors.toSet());
    }

    /** The channels by which a person may have been notified: those of the host, and those that it may have had before. */
    static Set<Channel> all(Set<Channel> channels) {
        Set<Channel> all = new TreeSet<>(BUILT_IN);
        all.addAll(channels);
        return all;
    }

    private static Notice.Key key(StoredDocument document, Recipient person, int number, Channel channel) {
        return Notice.Key.of(
                ReportCardKinds.REPORT_CARD, subject(document), revision(document, number), person, channel, "");
    }
}
