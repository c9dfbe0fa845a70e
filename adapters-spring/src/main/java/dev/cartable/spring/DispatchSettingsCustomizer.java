package dev.cartable.spring;

import dev.cartable.notice.DispatchSettings;

/** Changes how patiently messages are sent. All beans of this type are called in their order, unless the host has its own settings. */
@FunctionalInterface
public interface DispatchSettingsCustomizer {
    /** What holds in place of what the properties, or the customizer before, say. */
    DispatchSettings customize(DispatchSettings settings);
}
