package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.School;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.port.Alarms;
import dev.cartable.work.internal.RunTransactions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes alarms on, and queues a mail to the administrator about each: one for a kind of alarm, a task and a local day, on however many
 * nodes. Safe for use by several threads and nodes.
 */
final class AlarmMail implements Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmMail.class);
    private static final Recipient ADMINISTRATOR = new Recipient("administrator", "alarms");

    private final Alarms alarms;
    private final EmailAddress address;
    private final RunTransactions transactions;
    private final NoticeQueue queue;
    private final School school;

    /** @param alarms what gets every alarm, mail or not */
    AlarmMail(Alarms alarms, EmailAddress address, RunTransactions transactions, NoticeQueue queue, School school) {
        this.alarms = requireNonNull(alarms, "alarms");
        this.address = requireNonNull(address, "address");
        this.transactions = requireNonNull(transactions, "transactions");
        this.queue = requireNonNull(queue, "queue");
        this.school = requireNonNull(school, "school");
    }

    @Override
    public void raise(Alarm alarm) {
        alarms.raise(alarm);
        try {
            transactions.<Set<?>>call(tx -> queue.add(tx, List.of(notice(alarm))));
        } catch (RuntimeException e) {
            LOG.warn("the mail about the alarm {} could not be queued", alarm.code(), e);
        }
    }

    private Notice notice(Alarm alarm) {
        String code = alarm.code().name().toLowerCase(Locale.ROOT);
        String about = alarm.task() == null ? code : code + "/" + alarm.task();
        return Notice.draft(AlarmNotice.KIND, new Subject("alarm", about), alarm.at())
                .slot(school.today(alarm.at()).toString())
                .variables(AlarmNotice.variables(alarm, school))
                .to(ADMINISTRATOR, Channel.EMAIL, address, school.language());
    }
}
