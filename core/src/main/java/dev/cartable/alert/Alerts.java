package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.internal.AlertParts;
import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.notice.port.NoticeType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Alerts on quotas: who is written to when use reaches a threshold. Safe for use by several threads. */
public final class Alerts {
    private final AlertParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Alerts(AlertParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** A new id for an alert. */
    public AlertId newId() {
        return editAlerts().newId();
    }

    /**
     * Adds an alert.
     *
     * @throws AlertException if its profile does not exist, or its words have a fault
     */
    public Alert add(Alert alert) {
        return editAlerts().add(alert);
    }

    /**
     * Changes an alert.
     *
     * @throws AlertException if there is none, its words have a fault, or somebody else has changed it in the same moment
     */
    public Alert change(AlertId id, UnaryOperator<Alert> change) {
        return editAlerts().change(id, change);
    }

    /** The alert with this id. */
    public Optional<Alert> find(AlertId id) {
        return editAlerts().find(id);
    }

    /** All alerts in the order in which they were made. */
    public List<Alert> all() {
        return editAlerts().all();
    }

    /** Finds the alerts that fire, and queues their messages. */
    public EvaluateAlerts evaluate() {
        return new EvaluateAlerts(
                ports(),
                parts.noticeQueue(),
                parts.renderer(),
                parts.calendar(),
                parts.school(),
                parts.addressing(),
                parts.time());
    }

    /** Writes to supervisors which alerts fired on a day. */
    public SendSummaries summaries() {
        return new SendSummaries(ports(), parts.noticeQueue(), parts.school(), parts.addressing(), parts.time());
    }

    /** The kinds of notices about alerts. */
    public List<NoticeType> noticeTypes() {
        return List.of(
                new AlertNotice(
                        ports(), parts.calendar(), parts.school(), parts.time(), parts.addressing(), parts.outbox()),
                new SummaryNotice(ports(), parts.school(), parts.addressing()));
    }

    private EditAlerts editAlerts() {
        return new EditAlerts(ports(), parts.time());
    }

    private AlertPorts ports() {
        AlertStores stores = parts.alertStores();
        return new AlertPorts(parts.transactions(), parts.users(), parts.quotas(), stores.alerts(), parts.templates());
    }
}
