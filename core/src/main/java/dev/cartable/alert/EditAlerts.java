package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.alert.port.AlertPorts;
import dev.cartable.quota.model.Profile;
import dev.cartable.work.TimeOrderedIds;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The use case that makes, changes and lists alerts. An alert is never deleted, only deactivated. Safe for use by several
 * threads.
 */
public final class EditAlerts {
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
        ports.quota().unitOfWork().run(tx -> ports.alerts().insert(tx, alert));
        return alert;
    }

    Alert change(AlertId id, UnaryOperator<Alert> change) {
        Alert before = find(id).orElseThrow(() -> new Refused("there is no alert " + id + "; nothing was written"));
        Alert after = change.apply(before);
        requireProfile(after);
        requireWords(after);
        boolean written =
                ports.quota().unitOfWork().<Boolean>call(tx -> ports.alerts().update(tx, after));
        if (!written) {
            throw new Refused("somebody else has changed alert " + id
                    + " in the same moment; their change was kept and this one was not. Look at it and try again");
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
        Profile profile =
                ports.quota().profiles().byId(List.of(alert.profile())).get(alert.profile());
        if (profile == null) {
            throw new Refused("there is no profile " + alert.profile() + "; nothing was written");
        }
    }

    private void requireWords(Alert alert) {
        String template = alert.template();
        if (template == null) {
            return;
        }
        var faults = AlertWords.faults(ports.templates(), template);
        if (!faults.isEmpty()) {
            throw new Refused("the alert's words cannot be used: "
                    + faults.stream().map(Object::toString).collect(Collectors.joining("; "))
                    + "; nothing was written. They may hold "
                    + AlertWords.VARIABLES.stream()
                            .sorted()
                            .map(name -> "{" + name + "}")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** An alert cannot be made or changed in this way. Nothing was written. */
    public static final class Refused extends CartableException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
