package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.Backups;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupName;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The backups that there are. A restore is never asked for over HTTP. */
@ApiController(docs = OperationDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/backups")
final class BackupController {
    private static final int LONGEST_REASON = 1_000;

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

    @GetMapping({"/{file}", "/{file}/"})
    @Requires(Right.READ_BACKUPS)
    Answer show(@PathVariable("file") String file) {
        return Answer.ok(row(find(backups, file)));
    }

    /** Accepts a degraded backup, so that it counts; {@code reason} says why it is right as it is. */
    @PostMapping({"/{file}/accept", "/{file}/accept/"})
    @Requires(value = Right.ACCEPT_BACKUPS, key = Requires.Key.REPEATABLE)
    Answer accept(@PathVariable("file") String file, Body body) {
        String reason = body.text("reason", LONGEST_REASON);
        if (reason.isBlank() && body.has("reason")) {
            body.refuse("reason", "BLANK", Map.of());
        }
        body.end();
        BackupName name = BackupName.parse(file).orElseThrow(() -> unknown(file));
        backups.accept(name, reason);
        List<BackupEntry> now = backups.list().all().stream()
                .filter(entry -> entry.file().equals(name))
                .toList();
        return now.isEmpty() ? Answer.none() : Answer.ok(row(now.get(0)));
    }

    static BackupEntry find(Backups backups, String file) {
        return backups.list().all().stream()
                .filter(entry -> entry.file().value().equals(file))
                .findFirst()
                .orElseThrow(() -> unknown(file));
    }

    private static ProblemException unknown(String file) {
        return ProblemException.notFound("UNKNOWN_BACKUP", "file", file);
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
