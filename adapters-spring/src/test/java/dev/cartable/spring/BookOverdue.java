package dev.cartable.spring;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.PupilId;
import dev.cartable.spring.BookOverdue.Loan;
import dev.cartable.task.model.Schedule;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** A host's own reminder: a bean of one class, over a table of the host's. */
@Component
record BookOverdue(JdbcTemplate jdbc) implements ReminderRule<Loan> {
    private static final RowMapper<Loan> ROW = (row, number) -> new Loan(
            row.getString("nr"),
            new PupilId(row.getString("child")),
            row.getString("title"),
            row.getObject("due", LocalDate.class));

    /** Counts down when the rule is asked. */
    static volatile CountDownLatch asked = new CountDownLatch(1);

    BookOverdue {
        jdbc.execute("CREATE TABLE IF NOT EXISTS portal_loan"
                + " (nr INTEGER PRIMARY KEY, child INTEGER, title VARCHAR(100), due DATE)");
    }

    /** A book that a child has not brought back. */
    record Loan(String nr, PupilId child, String title, LocalDate due) {}

    @Override
    public Kind kind() {
        return Kind.of("library.overdue");
    }

    @Override
    public Schedule when() {
        return Schedule.daily(LocalTime.MIDNIGHT);
    }

    @Override
    public Stream<Loan> candidates(Occasion occasion) {
        asked.countDown();
        return jdbc.query("SELECT * FROM portal_loan WHERE due < ? ORDER BY nr", ROW, occasion.day()).stream();
    }

    @Override
    public Optional<Loan> stillTrue(String id) {
        return jdbc.query("SELECT * FROM portal_loan WHERE nr = ?", ROW, Integer.valueOf(id)).stream()
                .findFirst();
    }

    @Override
    public Decision decide(Loan loan, Occasion occasion) {
        return Decision.notifyGuardians(loan.child(), loan.nr())
                .with("title", loan.title())
                .with("due", language -> Phrases.date(loan.due(), language));
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of("title", "Le Petit Prince", "due", Phrases.date(LocalDate.of(2026, 3, 3), language));
    }
}
