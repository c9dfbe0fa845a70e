package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.FamilyReader.Member;
import dev.cartable.document.InvoiceAudience.Addressees;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The type of the kind {@link DocumentKinds#INVOICE}: it is sent as long as the document is there, something of the invoice has to be paid,
 * and the person is the payer, or may see the pupil where the invoice names no payers. It says what this person owes, and nothing of others.
 * Safe for use by several threads.
 */
final class InvoiceNotice implements NoticeType {
    private final DocumentParts parts;

    InvoiceNotice(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    @Override
    public Kind kind() {
        return DocumentKinds.INVOICE;
    }

    @Override
    public Category category() {
        return Category.PAYMENTS;
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
    public Optional<String> thread(Notice notice) {
        return Optional.of("invoice:" + InvoiceNoticeKeys.document(notice).invoice());
    }

    @Override
    public Verdict check(Notice notice) {
        DocumentKey key = InvoiceNoticeKeys.document(notice);
        StoredDocument document =
                parts.documentStores().documents().latest(List.of(key)).get(key);
        if (document == null) {
            return suppress(SuppressReason.WITHDRAWN);
        }
        Addressees all = new InvoiceAudience(parts)
                .read(List.of(document), parts.time().instant())
                .get(0);
        Invoice share = all.share();
        if (share == null) {
            return suppress(SuppressReason.WITHDRAWN);
        }
        if (!all.isOpen()) {
            return suppress(SuppressReason.SETTLED);
        }
        Member member = all.members().stream()
                .filter(one -> one.recipient().equals(notice.recipient()))
                .findFirst()
                .orElse(null);
        if (member == null) {
            return suppress(SuppressReason.NOT_ENTITLED);
        }
        Verdict verdict =
                parts.addressing().verdict(member.person(), notice, variables(share, member, notice.language()));
        return verdict instanceof Verdict.Send send && notice.channel().equals(Channel.EMAIL)
                ? enclosing(send, share, notice)
                : verdict;
    }

    private static Verdict suppress(SuppressReason reason) {
        return new Verdict.Suppress(reason.name());
    }

    private Map<String, String> variables(Invoice share, Member member, Locale language) {
        Pupil pupil = parts.roster().pupils(Set.of(share.pupil())).get(share.pupil());
        boolean isCredit = share.details().type() == Invoice.Type.CREDIT_NOTE;
        Map<String, String> values = new HashMap<>();
        values.put("school", parts.school().name());
        values.put("name", member.name());
        values.put("pupil", pupil == null ? "" : pupil.name().full());
        values.put("given_name", pupil == null ? "" : pupil.name().givenOrFull());
        values.put("to_pupil", member.isPupil() ? "1" : "");
        values.put("number", share.number());
        values.put("credit_note", isCredit ? "1" : "");
        values.put(
                "cancels",
                share.details().credits() == null ? "" : share.details().credits());
        values.put("amount", Phrases.money(share.total(), share.currency(), language));
        values.put("amount_remaining", isCredit ? "" : Phrases.money(share.remaining(), share.currency(), language));
        values.put(
                "due_day",
                isCredit
                        ? ""
                        : due(share).map(day -> Phrases.date(day, language)).orElse(""));
        values.put("link", member.recipient().isPayer() ? "" : parts.link("invoices", share.id()));
        values.put("attached", "");
        PromotionId promotion = pupil == null ? null : pupil.promotion();
        values.put(PrintLetters.ADDRESS, String.join("\n", member.address()));
        values.put(PrintLetters.PROMOTION, promotion == null ? "" : promotion.value());
        return values;
    }

    /** The first due date on which something is missing. */
    private static Optional<LocalDate> due(Invoice share) {
        return share.overdue(LocalDate.MAX).stream()
                .map(overdue -> overdue.instalment().dueOn())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** With the document, where the school wishes that mails carry it; a mail waits until its file can be read. */
    private Verdict enclosing(Verdict.Send send, Invoice share, Notice notice) {
        Enclosures enclosures;
        try {
            enclosures = new EncloseInvoice(parts).enclosures(share, notice.recipient());
        } catch (DocumentException e) {
            return new Verdict.Wait(e.code());
        }
        if (enclosures.attachments().isEmpty()) {
            return send;
        }
        Map<String, String> values = new HashMap<>(send.variables());
        values.put("attached", "1");
        return new Verdict.Send(values, send.address()).enclosing(enclosures);
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Currency currency = Currency.getInstance("GNF");
        Map<String, String> values = new HashMap<>();
        values.put("school", parts.school().name());
        values.put("name", SampleWords.name(language));
        values.put("pupil", SampleWords.name(language));
        values.put("given_name", SampleWords.given(language));
        values.put("to_pupil", "");
        values.put("number", "2026-00042");
        values.put("credit_note", "");
        values.put("cancels", "");
        values.put("amount", Phrases.money(BigDecimal.valueOf(450_000), currency, language));
        values.put("amount_remaining", Phrases.money(BigDecimal.valueOf(300_000), currency, language));
        values.put("due_day", SampleWords.day(language, 14));
        values.put("link", parts.link("invoices", "sample"));
        values.put("attached", "");
        return values;
    }
}
