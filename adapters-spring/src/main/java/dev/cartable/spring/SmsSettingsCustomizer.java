package dev.cartable.spring;

import java.util.Map;

/**
 * Changes the settings of the gateway for short messages, as for credentials that come from a vault. All beans of this type are called in their
 * order. They are called only where something is set under {@code cartable.sms}.
 */
@FunctionalInterface
public interface SmsSettingsCustomizer {
    /**
     * Changes the settings.
     *
     * @param settings those under {@code cartable.sms} by their names, such as {@code password}
     */
    void customize(Map<String, String> settings);
}
