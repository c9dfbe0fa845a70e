package dev.cartable.document;

import static dev.cartable.notice.port.NoticeType.JOINT;
import static dev.cartable.notice.port.NoticeType.JOINT_MAIL;
import static java.util.Objects.requireNonNull;

import dev.cartable.document.FamilyReader.Household;
import dev.cartable.document.FamilyReader.Member;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Enclosures.Attachment;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The type of the kind {@link DocumentKinds#REPORT_CARD}: it is sent as long as the document is the current one, is released, and the
 * person may see the pupil. It says whether the document corrects one that the person was notified of. Safe for use by several threads.
 */
final class ReportCardNotice implements NoticeType {
    private final DocumentParts parts;
    private final FamilyReader families;

    ReportCardNotice(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.families = new FamilyReader(parts);
    }

    @Override
    public Kind kind() {
        return DocumentKinds.REPORT_CARD;
    }

    @Override
    public Set<String> variables() {
        return sample(Locale.ENGLISH).keySet();
    }

    /** The same message twice does no harm. */
    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public boolean keepsWords() {
        return true;
    }

    @Override
    public boolean canWait() {
        return true;
    }

    @Override
    public Verdict check(Notice notice) {
        Instant now = parts.time().instant();
        PupilId pupil = new PupilId(notice.subject().id());
        List<StoredDocument> all = parts.documentStores().documents().of(pupil);
        StoredDocument document = all.stream()
                .filter(one -> one.id().equals(ReportCardNoticeKeys.document(notice)))
                .findFirst()
                .orElse(null);
        if (document == null) {
            return suppress(SuppressReason.WITHDRAWN);
        }
        if (document.replacedBy() != null) {
            return suppress(SuppressReason.REPLACED);
        }
        ClassTerm classTerm = document.reportCard().classTerm();
        if (ReleaseRule.released(parts.grades(), Set.of(classTerm), now).isEmpty()) {
            return suppress(SuppressReason.NOT_RELEASED);
        }
        Household household =
                families.read(Set.of(pupil), parts.school().today(now)).get(pupil);
        if (household == null) {
            return suppress(SuppressReason.PUPIL_LEFT);
        }
        Member member = household.member(notice.recipient());
        if (member == null) {
            return suppress(SuppressReason.NOT_ENTITLED);
        }
        Verdict verdict =
                parts.addressing().verdict(member.person(), notice, variables(document, household, member, all));
        return verdict instanceof Verdict.Send send ? attached(send, notice, document, household) : verdict;
    }

    private static Verdict suppress(SuppressReason reason) {
        return new Verdict.Suppress(reason.name());
    }

    private Map<String, String> variables(
            StoredDocument document, Household household, Member member, List<StoredDocument> all) {
        PersonName pupil = household.pupil().name();
        Map<String, String> values = new HashMap<>();
        values.put("school", parts.school().name());
        values.put("name", member.name());
        values.put("pupil", pupil.full());
        values.put("given_name", pupil.givenOrFull());
        values.put("to_pupil", member.isPupil() ? "1" : "");
        values.put("term", document.reportCard().term().name());
        values.put("year", document.reportCard().term().year());
        values.put("corrected", wasNotified(member.recipient(), document, all) ? "1" : "");
        values.put("link", parts.link("report-cards", document.id().toString()));
        values.put("attached", "");
        values.put(JOINT, "");
        values.put(JOINT_MAIL, "");
        PromotionId promotion = household.pupil().promotion();
        values.put(PrintLetters.PROMOTION, promotion == null ? "" : promotion.value());
        return values;
    }

    /** Whether the person may have been notified of an earlier revision. */
    private boolean wasNotified(Recipient person, StoredDocument document, List<StoredDocument> all) {
        Set<Notice.Key> keys = new HashSet<>();
        all.stream()
                .filter(one -> one.key().equals(document.key()) && one.revision() < document.revision())
                .forEach(one -> {
                    for (int number = 1; number <= NoticeKeys.MOST; number++) {
                        keys.addAll(NoticeKeys.of(
                                DocumentKinds.REPORT_CARD,
                                one.pupil(),
                                ReportCardNoticeKeys.revision(one, number),
                                person,
                                parts.channels()));
                    }
                });
        return !keys.isEmpty()
                && parts.noticeStores().outbox().states(keys).values().stream()
                        .anyMatch(state -> state.mayHaveArrived() || state == NoticeState.SENDING);
    }

    /**
     * With the document, where the school wishes that mails carry it; a mail waits until its file can be read. One that may go in a message
     * with others, because the school did not wish it then, carries none.
     */
    private Verdict attached(Verdict.Send send, Notice notice, StoredDocument document, Household household) {
        if (!parts.attachesReportCards()
                || notice.joinable()
                || !notice.channel().equals(Channel.EMAIL)) {
            return send;
        }
        byte[] bytes;
        try {
            bytes = new ReadDocuments(parts).content(Viewer.administrator(), document);
        } catch (DocumentException e) {
            return new Verdict.Wait(e.code());
        }
        if (bytes.length > Attachment.MAX_BYTES) {
            return send;
        }
        Map<String, String> values = new HashMap<>(send.variables());
        values.put("attached", "1");
        String name = document.reportCard().term().name() + " - "
                + household.pupil().name().full();
        Attachment file = Attachment.of(
                FileNames.of(name) + "." + parts.reportCardRenderer().fileExtension(),
                parts.reportCardRenderer().mediaType(),
                bytes);
        return new Verdict.Send(values, send.address()).enclosing(Enclosures.of(file));
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Map<String, String> values = new HashMap<>();
        values.put("school", parts.school().name());
        values.put("name", SampleWords.name(language));
        values.put("pupil", SampleWords.name(language));
        values.put("given_name", SampleWords.given(language));
        values.put("to_pupil", "");
        values.put("term", SampleWords.of(language, "Trimestre 1", "Term 1"));
        values.put("year", "2026-2027");
        values.put("corrected", "");
        values.put("link", parts.link("report-cards", "sample"));
        values.put("attached", "");
        values.put(JOINT, "");
        values.put(JOINT_MAIL, "");
        return values;
    }
}
