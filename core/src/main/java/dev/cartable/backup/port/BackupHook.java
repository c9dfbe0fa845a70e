package dev.cartable.backup.port;

/**
 * What a host does around a backup, a verification or a restore, such as warning its users. A failure is reported and changes nothing.
 * Safe for use by several threads.
 */
public interface BackupHook {
    /** What the hook is called in reports. */
    String name();

    /** Called before the operation begins. */
    void before(Operation operation);

    /**
     * Called after the operation has ended.
     *
     * @param succeeded whether it ended without an exception
     */
    void after(Operation operation, boolean succeeded);

    /** What is done with backups. */
    enum Operation {
        CREATE,
        VERIFY,
        RESTORE
    }
}
