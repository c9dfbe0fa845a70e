package dev.cartable.notice.http;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template that the gateway keeps itself, as WhatsApp does: its name and the variables that fill it, in their order.
 *
 * @param name what the gateway calls it
 * @param variables the names of the notice's variables; {@code text} is the whole text
 */
record GatewayTemplate(String name, List<String> variables) {
    private static final Pattern FORM = Pattern.compile("\\s*([^\\s()]+)\\s*(?:\\(([^()]*)\\))?\\s*");

    GatewayTemplate {
        requireNonNull(name, "name");
        variables = List.copyOf(variables);
    }

    /** Reads {@code absence_alert(pupil, day)}. */
    static GatewayTemplate parse(String setting, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new GatewaySettingsException(
                    "BAD_TEMPLATE",
                    setting,
                    setting
                            + ": a template of the gateway is its name and its variables, such as absence_alert(pupil, day)");
        }
        String variables = form.group(2) == null ? "" : form.group(2).strip();
        return new GatewayTemplate(
                form.group(1), variables.isEmpty() ? List.of() : Arrays.asList(variables.split("\\s*,\\s*")));
    }

    /** The values that fill it, on one line each; empty where a notice has none. */
    Map<String, String> fill(Map<String, String> values) {
        Map<String, String> filled = new LinkedHashMap<>();
        variables.forEach(name -> filled.put(
                name, values.getOrDefault(name, "").replaceAll("\\s+", " ").strip()));
        return filled;
    }

    static String setting(Kind kind) {
        return "template." + kind;
    }
}
