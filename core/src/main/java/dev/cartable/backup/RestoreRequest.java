package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What is to be restored.
 *
 * @param choice from which backup
 * @param scope which part of the school
 * @param unsigned whether a backup may be used whose MAC is missing or cannot be checked here. Its dump may be anyone's, and a dump can run
 *     code in the database
 */
public record RestoreRequest(Choice choice, Scope scope, boolean unsigned) {
    public RestoreRequest {
        requireNonNull(choice, "choice");
        requireNonNull(scope, "scope");
    }

    /** All that a backup holds; only one whose MAC fits the host key. */
    public static RestoreRequest of(Choice choice) {
        return new RestoreRequest(choice, Scope.ALL, false);
    }

    /** The same for a part of the school. */
    public RestoreRequest with(Scope part) {
        return new RestoreRequest(choice, part, unsigned);
    }

    /** The same, also for a backup whose MAC is missing or cannot be checked. */
    public RestoreRequest allowingUnsigned() {
        return new RestoreRequest(choice, scope, true);
    }

    /** From which backup. */
    public sealed interface Choice {}

    /** The newest backup that counts. */
    public record Latest() implements Choice {}

    /** The newest backup that counts and was made before a time. */
    public record Before(Instant time) implements Choice {
        public Before {
            requireNonNull(time, "time");
        }
    }

    /**
     * Certain archives, which must not hold the same part twice: one, or one with the database and one with the media.
     *
     * @param files the name of a backup of the vault, or the path of an archive elsewhere
     */
    public record Archives(List<Path> files) implements Choice {
        public Archives {
            files = List.copyOf(files);
            if (files.isEmpty()) {
                throw new IllegalArgumentException("no archive is named");
            }
        }
    }

    /**
     * The newest archive whose name matches a pattern such as {@code school_backup_202601*.zip}.
     *
     * @param pattern for names in the vault, or, after a folder, for files in that folder
     */
    public record Matching(Path pattern) implements Choice {
        public Matching {
            requireNonNull(pattern, "pattern");
        }
    }
}
