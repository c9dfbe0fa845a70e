package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.AlertException.Problem;
import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The use case that makes, changes and lists alerts. An alert is never deleted, only deactivated. Safe for use by several
 * threads.
 */
final class EditAlerts {
    private final AlertPorts ports;
    private final InstantSource time;

    EditAlerts(AlertPorts ports, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.time = requireNonNull(time, "time");
    }

    AlertId newId() {
        return new AlertId(TimeOrderedIds.next(time.instant()));
    }

    Alert add(Alert alert) {
        requireProfile(alert);
        requireWords(alert);
        ports.unitOfWork().run(tx -> {
            ports.alerts().insert(tx, alert);
            Deed.of("alert.create", "alert", alert.id()).record(ports.unitOfWork(), tx);
        });
        return alert;
    }

    Alert change(AlertId id, UnaryOperator<Alert> change) {
        Alert before =
                find(id).orElseThrow(() -> new AlertException(Problem.UNKNOWN_ALERT, Map.of("alert", id.toString())));
        Alert after = change.apply(before);
        requireProfile(after);
        requireWords(after);
        boolean written = ports.unitOfWork().<Boolean>call(tx -> {
            boolean changed = ports.alerts().update(tx, after);
            if (changed) {
                Deed.of("alert.change", "alert", id).record(ports.unitOfWork(), tx);
            }
            return changed;
        });
        if (!written) {
            throw new AlertException(Problem.CHANGED_MEANWHILE, Map.of("alert", id.toString()));
        }
        return after;
    }

    Optional<Alert> find(AlertId id) {
        return ports.alerts().find(id);
    }

    List<Alert> all() {
        return ports.alerts().all();
    }

    private void requireProfile(Alert alert) {
        if (ports.quotas().profiles().find(alert.profile()).isEmpty()) {
            throw new AlertException(
                    Problem.UNKNOWN_PROFILE, Map.of("profile", alert.profile().toString()));
        }
    }

    private void requireWords(Alert alert) {
        String template = alert.template();
        if (template == null) {
            return;
        }
        var faults = AlertWords.faults(ports.templates(), template);
        if (!faults.isEmpty()) {
            throw new AlertException(
                    Problem.FAULTY_WORDS,
                    Map.of(
                            "faults",
                            faults.stream().map(Object::toString).collect(Collectors.joining("; ")),
                            "variables",
                            AlertWords.VARIABLES.stream()
                                    .sorted()
                                    .map(name -> "{" + name + "}")
                                    .collect(Collectors.joining(", "))));
        }
    }
}
