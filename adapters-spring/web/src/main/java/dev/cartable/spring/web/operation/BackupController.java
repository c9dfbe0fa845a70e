package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.Backups;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The backups that there are. A restore is never asked for over HTTP. */
@ApiController
@RequestMapping("${cartable.web.prefix:/api/core}/backups")
final class BackupController {
    private final Backups backups;

    BackupController(Backups backups) {
        this.backups = requireNonNull(backups, "backups");
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_BACKUPS)
    Answer list() {
        return Answer.ok(Row.of("next", null)
                .and(
                        "results",
                        backups.list().all().stream().map(BackupController::row).toList()));
    }

    private static Row row(BackupEntry entry) {
        return Row.of("file", entry.file().toString())
                .and("createdAt", entry.createdAt())
                .and("bytes", entry.bytes())
                .and("database", entry.database())
                .and("state", entry.state())
                .and("verifiedAt", entry.verifiedAt())
                .and("accepted", entry.isAccepted());
    }
}
