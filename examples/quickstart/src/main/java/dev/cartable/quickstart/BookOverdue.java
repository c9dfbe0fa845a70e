package dev.cartable.quickstart;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import dev.cartable.quickstart.Loans.Loan;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.task.model.Schedule;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A host's own reminder: a book that a pupil should have brought back. */
// readme
record BookOverdue(Loans loans) implements ReminderRule<Loan> {
    @Override
    public Kind kind() {
        return Kind.of("library.overdue"); // its words: META-INF/cartable/templates/library.overdue_fr.txt
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.of(16, 30));
    }

    @Override
    public Stream<Loan> candidates(Occasion occasion) {
        return loans.dueBefore(occasion.day());
    }

    @Override
    public Optional<Loan> stillTrue(String id) { // asked again just before the message leaves
        return loans.open(id);
    }

    @Override
    public Decision decide(Loan loan, Occasion occasion) {
        return loan.lost()
                ? Decision.skip(loan.pupil(), loan.id(), "reported lost")
                : Decision.remind(loan.pupil(), loan.id())
                        .andGuardians()
                        .with("title", loan.title())
                        .with("due", language -> Phrases.date(loan.dueOn(), language));
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of("title", "Le Petit Prince", "due", Phrases.date(LocalDate.of(2026, 3, 3), language));
    }
}
// readme
