package dev.cartable.document;

import static dev.cartable.document.InvoiceSchool.ALI;
import static dev.cartable.document.InvoiceSchool.BINTA;
import static dev.cartable.document.InvoiceSchool.SPLIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tasks {@code invoices} and {@code invoice-notices}. */
class InvoiceTasksTest {
    private static final TaskName INVOICES = new TaskName("invoices");
    private static final TaskName NOTICES = new TaskName("invoice-notices");

    @TempDir
    private Path folder;

    private InvoiceSchool school;
    private final List<Alarm> alarms = new ArrayList<>();

    @BeforeEach
    void open() {
        school = new InvoiceSchool(folder);
        school.now = Instant.parse("2026-12-01T02:50:00Z");
    }

    private Cartable cartable() {
        return school.builder()
                .documentVault(new DirectoryDocuments(school.vault))
                .alarms(alarms::add)
                .build();
    }

    @Test
    void atThreeTheDocumentsAreMadeAndThePeopleWhoPayAreNotifiedOnce() {
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            school.now = Instant.parse("2026-12-01T03:00:00Z");
            cartable.tasks().tick();

            assertThat(run(cartable, INVOICES).state()).isEqualTo(Occurrence.State.DONE);
            assertThat(school.texts(ALI)).hasSize(2);

            for (int quarter = 1; quarter <= 3; quarter++) {
                school.now = school.now.plus(Duration.ofMinutes(15));
                cartable.tasks().tick();
            }
            assertThat(run(cartable, NOTICES).counts()).containsEntry("input", 3L);
            assertThat(school.sent).hasSize(3);
        }
    }

    @Test
    void oneThatFailsIsTriedAgainAfter60And120And240SecondsAndTheOthersKeepTheirs() {
        school.unrenderable.add(SPLIT);
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            school.now = Instant.parse("2026-12-01T03:00:00Z");
            cartable.tasks().tick();

            assertThat(run(cartable, INVOICES).state()).isEqualTo(Occurrence.State.RETRYING);
            assertThat(school.texts(BINTA)).hasSize(1);
            for (long wait : List.of(60L, 120L, 240L)) {
                int attempt = run(cartable, INVOICES).attempt();
                school.now = school.now.plusSeconds(wait).minusMillis(1);
                cartable.tasks().tick();
                assertThat(run(cartable, INVOICES).attempt()).isEqualTo(attempt);
                school.now = school.now.plusMillis(1);
                cartable.tasks().tick();
                assertThat(run(cartable, INVOICES).attempt()).isEqualTo(attempt + 1);
            }

            assertThat(run(cartable, INVOICES).state()).isEqualTo(Occurrence.State.FAILED);
            assertThat(alarms)
                    .filteredOn(alarm -> INVOICES.equals(alarm.task()))
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.facts().get("reason")).contains(SPLIT, "no font for"));
            assertThat(school.texts(BINTA)).hasSize(1);
        }
    }

    private static Occurrence run(Cartable cartable, TaskName task) {
        return Objects.requireNonNull(cartable.tasks().find(task).lastRun());
    }
}
