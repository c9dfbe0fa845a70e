package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.Backups;
import dev.cartable.backup.DrillReport;
import dev.cartable.backup.VerifyReport;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.AskedRuns;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.work.Counts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Backups are verified, and restored for a trial beside the live data: both take long, so that they go on after the request. */
@ApiController(docs = OperationDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/backups")
final class BackupRunController {
    static final List<String> KINDS = List.of("verify", "drill");

    private final Backups backups;
    private final AskedRuns runs;

    /** @param runs those of the kinds {@code verify} and {@code drill} */
    BackupRunController(Backups backups, AskedRuns runs) {
        this.backups = requireNonNull(backups, "backups");
        this.runs = requireNonNull(runs, "runs");
    }

    /** What is found is kept beside the backup, and counted by its code in the run. */
    @PostMapping({"/{file}/verify", "/{file}/verify/"})
    @Requires(value = Right.CHECK_BACKUPS, key = Requires.Key.REPEATABLE)
    Answer verify(@PathVariable("file") String file, Body body, HttpServletRequest request, Asker asker) {
        Depth depth = body.optionalConstant("depth", Depth.class);
        body.end();
        BackupName name = BackupController.find(backups, file).file();
        return runs.start("verify", 2, false, request, asker, () -> run -> {
            VerifyReport report =
                    backups.verify(name, depth == null ? Depth.DUMP : depth, false, progress -> run.progressed());
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("findings", (long) report.findings().size());
            for (Finding finding : report.findings()) {
                counts.merge(finding.code().name(), 1L, Long::sum);
            }
            if (!report.isValid()) {
                throw new BackupException(
                        report.state().name(), Map.of("file", file), "the backup " + file + " was found " + counts);
            }
            return Counts.of(counts);
        });
    }

    /** Restores the latest backup for a trial, compares it, and throws it away. */
    @PostMapping({"/drill", "/drill/"})
    @Requires(value = Right.CHECK_BACKUPS, key = Requires.Key.REPEATABLE)
    Answer drill(HttpServletRequest request, Asker asker) {
        return runs.start("drill", 1, false, request, asker, () -> run -> {
            DrillReport report = backups.drill().run(false, progress -> run.progressed());
            if (!report.isProven()) {
                throw new BackupException(
                        "DRILL_FAILED",
                        Map.of("file", report.file()),
                        "the backup " + report.file() + " was restored, and is not what it should be: "
                                + report.reason().orElse(""));
            }
            return report.counts();
        });
    }

    @GetMapping({"/runs", "/runs/"})
    @Requires(Right.READ_BACKUPS)
    Answer list(PageRequest page) {
        return runs.list(page);
    }

    @GetMapping({"/runs/{id}", "/runs/{id}/"})
    @Requires(Right.READ_BACKUPS)
    Answer show(@PathVariable("id") String id) {
        return runs.show(id);
    }
}
