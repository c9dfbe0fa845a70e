package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.PaymentRule.Due;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.DunningLevels;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.port.Invoices;
import dev.cartable.task.model.Schedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reminds a pupil and the guardians of an instalment that is overdue: once for each dunning level, of the levels that are reached the
 * highest alone, and never one below a level that a person was reminded of. A new due date begins anew. Where an invoice names payers,
 * each of them is reminded of the own part alone, also one who is no guardian of the pupil, and the pupil of none.
 */
final class PaymentRule implements ReminderRule<Due>, LegacyForms {
    private static final Kind KIND = ReminderKinds.PAYMENT;
    private static final Pattern LEVEL = Pattern.compile("-?[0-9]{1,5}");

    private final Invoices invoices;
    private final ReminderSettings settings;
    private final DunningLevels levels;
    private final BiFunction<Invoice, Recipient, Enclosures> documents;

    /** @param documents what a mail to a person about an invoice carries */
    PaymentRule(Invoices invoices, ReminderSettings settings, BiFunction<Invoice, Recipient, Enclosures> documents) {
        this.documents = requireNonNull(documents, "documents");
        this.invoices = requireNonNull(invoices, "invoices");
        this.settings = requireNonNull(settings, "settings");
        this.levels = settings.dunning();
    }

    /**
     * An instalment of an invoice, or one payer's part of it.
     *
     * @param invoice what this payer sees of it; the whole one without payers
     * @param payer the number of the payer; 0 without payers
     */
    record Due(Invoice invoice, int number, int payer) {
        private static final char PAYER = '@';

        /** An instalment of an invoice without payers. */
        Due(Invoice invoice, int number) {
            this(invoice, number, 0);
        }

        String id() {
            return invoice.id() + "#" + number + (payer == 0 ? "" : PAYER + Integer.toString(payer));
        }

        /** What each person is reminded of about an invoice. */
        static Stream<Due> of(Invoice invoice, LocalDate until) {
            return parts(invoice)
                    .flatMap(part -> part.overdue(until).stream()
                            .map(overdue -> new Due(part, overdue.instalment().number(), payer(part))));
        }

        /** The whole invoice, or each payer's part of it. */
        static Stream<Invoice> parts(Invoice invoice) {
            return invoice.details().payers().isEmpty() ? Stream.of(invoice) : invoice.shares().stream();
        }

        private static int payer(Invoice part) {
            List<Payer> payers = part.details().payers();
            return payers.isEmpty() ? 0 : payers.get(0).number();
        }

        private Recipient recipient() {
            GuardianId guardian = invoice.details().payers().get(0).guardian();
            return guardian == null ? Recipient.payer(invoice.id(), payer) : Recipient.guardian(guardian);
        }

        /** Finds it again; empty if the invoice has no such payer any more. */
        static Optional<Due> find(Invoice invoice, String numbers) {
            int mark = numbers.indexOf(PAYER);
            if (mark < 0) {
                return invoice.details().payers().isEmpty()
                        ? Optional.of(new Due(invoice, Integer.parseInt(numbers)))
                        : Optional.empty();
            }
            int payer = Integer.parseInt(numbers.substring(mark + 1));
            return invoice.shareOf(payer)
                    .map(part -> new Due(part, Integer.parseInt(numbers.substring(0, mark)), payer));
        }

        /** The pupil and the guardians, or the payer. */
        Decision remind() {
            return payer == 0
                    ? Decision.remind(invoice.pupil(), id()).andGuardians()
                    : Decision.remindPayer(invoice.pupil(), id(), recipient());
        }

        /** A payer who is no guardian has no account in which the invoice could be seen. */
        boolean isSeenOnline() {
            return payer == 0 || !recipient().isPayer();
        }
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Category category() {
        return Category.PAYMENTS;
    }

    /** The invoice as the recipient may see it, where the school wishes it and it is stored. */
    @Override
    public Enclosures enclosures(Due due, Notice notice) {
        return documents.apply(due.invoice(), notice.recipient());
    }

    /** All instalments and levels of an invoice. */
    @Override
    public Optional<String> thread(String id) {
        return Optional.of("invoice:" + id.substring(0, Math.max(0, id.lastIndexOf('#'))));
    }

    @Override
    public boolean joinable() {
        return true;
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP);
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(9, 0));
    }

    @Override
    public Stream<Due> candidates(Occasion occasion) {
        LocalDate until = until(occasion.day());
        return invoices.dueBefore(until).flatMap(invoice -> Due.of(invoice, until));
    }

    /** What is due before this day is looked at on {@code day}. */
    private LocalDate until(LocalDate day) {
        return levels.daysBefore() == 0 && !levels.levels().contains(0) ? day : day.plusDays(levels.daysBefore() + 1L);
    }

    @Override
    public Optional<Due> stillTrue(String id) {
        int mark = id.lastIndexOf('#');
        return invoices.invoices(List.of(id.substring(0, mark))).stream()
                .flatMap(invoice -> Due.find(invoice, id.substring(mark + 1)).stream())
                .findFirst();
    }

    @Override
    public Optional<About> about(Due due) {
        return Optional.of(new About(due.invoice().pupil(), due.id()));
    }

    @Override
    public Decision decide(Due due, Occasion occasion) {
        Invoice invoice = due.invoice();
        LocalDate today = occasion.today();
        Invoice.Overdue unpaid = invoice.overdue(until(today)).stream()
                .filter(overdue -> overdue.instalment().number() == due.number())
                .findFirst()
                .orElse(null);
        if (unpaid == null || roundsToZero(unpaid.unpaid(), invoice)) {
            return skip(due, SuppressReason.SETTLED);
        }
        if (invoice.disputed()) {
            return skip(due, SuppressReason.DISPUTED);
        }
        if (invoice.promisedFor() != null && !today.isAfter(invoice.promisedFor())) {
            return skip(due, SuppressReason.PROMISED);
        }
        LocalDate dueOn = requireNonNull(unpaid.instalment().dueOn(), "dueOn");
        long days = ChronoUnit.DAYS.between(dueOn, today);
        OptionalInt level = levels.reached(days);
        if (level.isEmpty()) {
            return skip(due, SuppressReason.NOT_DUE);
        }
        return due.remind()
                .slot(slot(dueOn, level.getAsInt()))
                .notAfter(slot -> isHigher(slot, dueOn, level.getAsInt()))
                .with("invoice", invoice.number())
                .with("instalment", invoice.instalments().size() == 1 ? "" : Integer.toString(due.number()))
                .with("amount_due", language -> Phrases.money(unpaid.unpaid(), invoice.currency(), language))
                .with("amount_remaining", language -> Phrases.money(invoice.remaining(), invoice.currency(), language))
                .with("due_day", language -> Phrases.date(dueOn, language))
                .with("days", Long.toString(Math.abs(days)))
                .with("overdue", days > 0 ? "1" : "")
                .with("upcoming", days > 0 ? "" : "1")
                .with("link", due.isSeenOnline() ? settings.link("invoices", invoice.id()) : "");
    }

    private static boolean isHigher(String slot, LocalDate dueOn, int level) {
        String prefix = dueOn + "/";
        String other = slot.startsWith(prefix) ? slot.substring(prefix.length()) : "";
        return LEVEL.matcher(other).matches() && Integer.parseInt(other) > level;
    }

    private static String slot(LocalDate dueOn, int level) {
        return dueOn + "/" + level;
    }

    @Override
    public Function<LegacyReminder, List<LegacyReminder>> legacy(Collection<LegacyReminder> reminders) {
        Map<String, Invoice> byId = new HashMap<>();
        invoices.invoices(reminders.stream()
                        .flatMap(reminder -> Stream.of(reminder.id(), invoice(reminder.id())))
                        .collect(Collectors.toSet()))
                .forEach(invoice -> byId.put(invoice.id(), invoice));
        return reminder -> {
            Invoice whole = byId.get(reminder.id());
            if (whole != null) {
                return legacy(reminder, whole, whole.instalments());
            }
            Invoice invoice = byId.get(invoice(reminder.id()));
            List<Instalment> named = invoice == null
                    ? List.of()
                    : invoice.instalments().stream()
                            .filter(instalment ->
                                    new Due(invoice, instalment.number()).id().equals(reminder.id()))
                            .toList();
            return named.isEmpty() ? List.of() : legacy(reminder, requireNonNull(invoice), named);
        };
    }

    /** The id without the number of an instalment. */
    private static String invoice(String id) {
        int mark = id.lastIndexOf('#');
        return mark < 0 ? id : id.substring(0, mark);
    }

    /** What was said of those of these instalments that had reached a level; of the first one alone if none had. */
    private List<LegacyReminder> legacy(LegacyReminder reminder, Invoice invoice, List<Instalment> instalments) {
        LegacySlot slot = LegacySlot.parse(reminder.slot());
        List<LegacyReminder> said = new ArrayList<>();
        for (Instalment instalment : instalments) {
            LocalDate dueOn = slot.dueOn() == null ? instalment.dueOn() : slot.dueOn();
            if (dueOn == null || (instalments.size() > 1 && !dueOn.equals(instalment.dueOn()))) {
                continue;
            }
            long days = ChronoUnit.DAYS.between(dueOn, reminder.day());
            if (slot.level() == null || instalments.size() == 1 || slot.level() <= days) {
                levels.reached(slot.level() == null ? days : slot.level())
                        .ifPresent(level -> said.add(reminder.named(
                                invoice.pupil(), new Due(invoice, instalment.number()).id(), "", slot(dueOn, level))));
            }
        }
        return said.isEmpty()
                ? List.of(reminder.named(
                        invoice.pupil(), new Due(invoice, instalments.get(0).number()).id(), "", reminder.slot()))
                : said;
    }

    /** The slot of an older system: the due date, the days since then, both or nothing. */
    private record LegacySlot(
            @Nullable LocalDate dueOn, @Nullable Integer level) {
        private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})?/?(-?\\d{1,4})?");

        static LegacySlot parse(String slot) {
            Matcher parts = FORM.matcher(slot);
            if (!parts.matches()) {
                throw new IllegalArgumentException("'" + slot + "' is no slot such as 2026-11-02/7, 7 or 2026-11-02");
            }
            String dueOn = parts.group(1);
            String level = parts.group(2);
            return new LegacySlot(
                    dueOn == null ? null : LocalDate.parse(dueOn), level == null ? null : Integer.valueOf(level));
        }
    }

    private static Decision skip(Due due, SuppressReason reason) {
        return Decision.skip(due.invoice().pupil(), due.id(), reason.name());
    }

    /** Nobody can pay less than the smallest unit of a currency. */
    private static boolean roundsToZero(BigDecimal amount, Invoice invoice) {
        int decimals = Math.max(0, invoice.currency().getDefaultFractionDigits());
        return amount.setScale(decimals, RoundingMode.HALF_UP).signum() == 0;
    }

    /** Families have to know even in holidays. */
    @Override
    public boolean inHolidays() {
        return true;
    }

    /** What is beyond the last dunning level on a day, in the order of the invoices and their payers. */
    Stream<Reminders.UnpaidInstalment> beyondLastLevel(LocalDate today) {
        OptionalInt last = levels.last();
        if (last.isEmpty()) {
            return Stream.empty();
        }
        return invoices.dueBefore(today)
                .filter(invoice ->
                        !invoice.disputed() && (invoice.promisedFor() == null || today.isAfter(invoice.promisedFor())))
                .flatMap(Due::parts)
                .flatMap(part -> part.overdue(today).stream()
                        .filter(overdue -> overdue.days() > last.getAsInt() && !roundsToZero(overdue.unpaid(), part))
                        .map(overdue -> new Reminders.UnpaidInstalment(part, overdue)));
    }

    private static String money(long francs, Locale language) {
        return Phrases.money(BigDecimal.valueOf(francs), Currency.getInstance("GNF"), language);
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "invoice", "F-2026-0042",
                "instalment", "2",
                "amount_due", money(150_000, language),
                "amount_remaining", money(300_000, language),
                "due_day", SampleWords.day(language, 0),
                "days", "7",
                "overdue", "1",
                "upcoming", "",
                "link", settings.link("invoices", "sample"));
    }
}
