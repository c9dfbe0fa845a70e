package dev.cartable.backup;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupHook.Operation;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the host's hooks; a failure of one is reported and ends nothing. */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final List<BackupHook> hooks;
    private final Operation operation;

    Hooks(List<BackupHook> hooks, Operation operation) {
        this.hooks = hooks;
        this.operation = operation;
    }

    void before(Consumer<? super Finding> findings) {
        hooks.forEach(hook -> isolated(hook, () -> hook.before(operation), findings));
    }

    void after(boolean succeeded, Consumer<? super Finding> findings) {
        hooks.forEach(hook -> isolated(hook, () -> hook.after(operation, succeeded), findings));
    }

    private static void isolated(BackupHook hook, Runnable call, Consumer<? super Finding> findings) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.debug("the hook {} failed", hook.name(), e);
            findings.accept(Finding.of(Code.HOOK_FAILED, "hook", hook.name(), "reason", e.toString()));
        }
    }
}
