package dev.cartable.spring;

import dev.cartable.mail.SmtpSettings;

/** Changes the settings of the courier for {@code spring.mail}. All beans of this type are called in their order. */
@FunctionalInterface
public interface SmtpSettingsCustomizer {
    /** Changes the builder, which has what {@code spring.mail} and {@code cartable.mail} say. */
    void customize(SmtpSettings.Builder builder);
}
