package dev.cartable.spring;

import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.QuotaSettings.Level;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How use of the network is counted. Levels between a user's own profile and the promotion's, or anywhere else, come from
 * a {@link QuotaSettings} bean of the host, or from {@link Level} beans, which follow the user's own.
 *
 * @param firstDayOfWeek First day of a week.
 * @param onProfileChange What becomes of counters when another profile comes to serve a user.
 * @param lateness How old an event may be when it is reported.
 * @param remembered How long event ids are remembered; longer than they may be late.
 * @param sessionStaleAfter After how long without a word a session counts as ended.
 * @param lineSpeed How fast a user's line is, in kbit/s, where the profile sets no bandwidth: a counter that would have grown
 *     faster than twice that was reset by its access server.
 */
public record QuotaProperties(
        @DefaultValue("monday") DayOfWeek firstDayOfWeek,
        @DefaultValue("reset") CounterPolicy onProfileChange,
        @DefaultValue("7d") Duration lateness,
        @DefaultValue("62d") Duration remembered,
        @DefaultValue("30m") Duration sessionStaleAfter,
        @DefaultValue("1000000") int lineSpeed) {

    public QuotaProperties {
        CartableProperties.checked(
                "cartable.quotas",
                () -> new QuotaSettings(
                        QuotaSettings.defaults().levels(),
                        firstDayOfWeek,
                        onProfileChange,
                        lateness,
                        remembered,
                        sessionStaleAfter,
                        Bandwidth.of(lineSpeed)));
    }

    QuotaSettings settings(List<Level> added) {
        List<Level> levels = new ArrayList<>(QuotaSettings.defaults().levels());
        levels.addAll(1, added);
        return new QuotaSettings(
                levels,
                firstDayOfWeek,
                onProfileChange,
                lateness,
                remembered,
                sessionStaleAfter,
                Bandwidth.of(lineSpeed));
    }
}
