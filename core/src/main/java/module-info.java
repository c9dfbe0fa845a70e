/**
 * The domain of Cartable. Hosts call the entry classes, their use cases and {@code model}; adapters implement {@code port}. The
 * packages named {@code internal} are for Cartable's own modules.
 */
@SuppressWarnings({"module", "requires-automatic"
}) // the adapters are built after this module; junidecode and libphonenumber have stable names, but no descriptor
module dev.cartable {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.google.i18n.phonenumbers.libphonenumber;
    requires java.net.http;
    requires net.gcardone.junidecode;
    requires org.apache.commons.csv;
    requires org.slf4j;
    requires static com.exceptionfactory.jagged; // only for hosts that encrypt backups
    requires static com.exceptionfactory.jagged.framework;
    requires static com.exceptionfactory.jagged.x25519;
    requires static com.cronutils; // only for hosts that write cron expressions
    requires static net.sf.biweekly; // only for hosts that have iCalendar files
    requires static com.samskivert.jmustache; // relocated into this module's jar

    exports dev.cartable;
    exports dev.cartable.account;
    exports dev.cartable.account.csv;
    exports dev.cartable.account.internal to
            dev.cartable.tck;
    exports dev.cartable.account.letters;
    exports dev.cartable.account.model;
    exports dev.cartable.account.port;
    exports dev.cartable.alert;
    exports dev.cartable.alert.model;
    exports dev.cartable.alert.port;
    exports dev.cartable.audit;
    exports dev.cartable.audit.internal to
            dev.cartable.tck;
    exports dev.cartable.audit.model;
    exports dev.cartable.audit.port;
    exports dev.cartable.backup;
    exports dev.cartable.backup.age;
    exports dev.cartable.backup.directory;
    exports dev.cartable.backup.model;
    exports dev.cartable.backup.port;
    exports dev.cartable.billing;
    exports dev.cartable.billing.internal to
            dev.cartable.tck;
    exports dev.cartable.billing.model;
    exports dev.cartable.billing.port;
    exports dev.cartable.document;
    exports dev.cartable.document.directory;
    exports dev.cartable.document.model;
    exports dev.cartable.document.port;
    exports dev.cartable.inmemory;
    exports dev.cartable.internal.json to
            dev.cartable.jdbc,
            dev.cartable.spring.web;
    exports dev.cartable.internal.net to
            dev.cartable.s3;
    exports dev.cartable.internal.pace to
            dev.cartable.mail;
    exports dev.cartable.notice;
    exports dev.cartable.notice.http;
    exports dev.cartable.notice.model;
    exports dev.cartable.notice.port;
    exports dev.cartable.notice.template;
    exports dev.cartable.privacy;
    exports dev.cartable.privacy.model;
    exports dev.cartable.privacy.port;
    exports dev.cartable.quota;
    exports dev.cartable.quota.internal to
            dev.cartable.tck;
    exports dev.cartable.quota.model;
    exports dev.cartable.quota.port;
    exports dev.cartable.reminder;
    exports dev.cartable.reminder.model;
    exports dev.cartable.reminder.port;
    exports dev.cartable.school;
    exports dev.cartable.school.csv;
    exports dev.cartable.school.ics;
    exports dev.cartable.school.model;
    exports dev.cartable.school.phone;
    exports dev.cartable.school.port;
    exports dev.cartable.task;
    exports dev.cartable.task.model;
    exports dev.cartable.task.port;
    exports dev.cartable.work;
    exports dev.cartable.work.internal to
            dev.cartable.jdbc,
            dev.cartable.spring.web,
            dev.cartable.tck;
}
