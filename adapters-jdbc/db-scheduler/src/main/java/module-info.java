/** Cartable's engine on db-scheduler. */
@SuppressWarnings("requires-automatic") // db-scheduler has a stable name, but no descriptor
module dev.cartable.dbscheduler {
    requires transitive dev.cartable;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires com.github.kagkarlsson.scheduler;
    requires org.slf4j; // which db-scheduler needs and cannot ask for itself

    exports dev.cartable.dbscheduler;
}
