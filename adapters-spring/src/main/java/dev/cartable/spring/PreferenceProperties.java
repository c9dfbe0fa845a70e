package dev.cartable.spring;

import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.Category;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What people cannot decline, and what says little where others may read it.
 *
 * @param mandatory Categories that people cannot decline, beside credentials and operations: of absences, payments, study, network,
 *     school and the application's own. Empty for no others.
 * @param discreet Categories and kinds whose subjects and short messages name neither reason nor amount, such as
 *     payments,reminder.absence.
 * @param digest Whether several messages of a kind that are due to one person together come in one, unless the person has chosen.
 */
public record PreferenceProperties(
        @DefaultValue({"absences", "payments"}) List<String> mandatory,
        @DefaultValue List<String> discreet,
        @DefaultValue("true") boolean digest) {
    public PreferenceProperties {
        mandatory = List.copyOf(mandatory);
        discreet = List.copyOf(discreet);
        List<String> categories = mandatory;
        List<String> kinds = discreet;
        CartableProperties.checked("cartable.preferences.mandatory", () -> mandatory(categories));
        CartableProperties.checked(
                "cartable.preferences.discreet",
                () -> PreferenceSettings.defaults().withDiscreet(kinds));
    }

    private static PreferenceSettings mandatory(List<String> categories) {
        return PreferenceSettings.defaults()
                .withMandatory(categories.stream().map(Category::of).toList());
    }

    PreferenceSettings settings() {
        return mandatory(mandatory).withDiscreet(discreet).withDigest(digest);
    }
}
