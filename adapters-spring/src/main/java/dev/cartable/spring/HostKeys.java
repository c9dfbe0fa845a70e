package dev.cartable.spring;

import dev.cartable.work.HostKey;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads the host key from where the properties say. */
final class HostKeys {
    static final String ACTION = "Make a key with\n\n    openssl rand -base64 32\n\n"
            + "and set cartable.host-key to it, best from the environment (CARTABLE_HOST_KEY), or cartable.host-key-file to"
            + " a file that holds it. Keep it: links under way die with it.";

    private HostKeys() {}

    static HostKey of(CartableProperties properties) {
        String text = properties.hostKey();
        Path file = properties.hostKeyFile();
        if (text != null && file != null) {
            throw new CartableConfigurationException(
                    "cartable.host-key and cartable.host-key-file are both set.",
                    "Take one of them away; both may hold different keys.");
        }
        return text != null ? read(text) : read(file);
    }

    private static HostKey read(String text) {
        try {
            return HostKey.base64(text);
        } catch (IllegalArgumentException e) {
            throw new CartableConfigurationException(
                    "cartable.host-key cannot be used: " + e.getMessage() + ".", ACTION, e);
        }
    }

    private static HostKey read(@Nullable Path file) {
        try {
            return HostKey.file(java.util.Objects.requireNonNull(file, "cartable.host-key-file"));
        } catch (UncheckedIOException e) {
            throw new CartableConfigurationException(
                    "cartable.host-key-file cannot be read: " + file + " is missing, or this process may not read it.",
                    ACTION,
                    e);
        } catch (IllegalArgumentException e) {
            throw new CartableConfigurationException(
                    "cartable.host-key-file cannot be used: " + e.getMessage() + ".", ACTION, e);
        }
    }

    /** Whether the properties give a host key. */
    static final class Given extends SpringBootCondition {
        Given() {}

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            ConditionMessage.Builder message = ConditionMessage.forCondition("Host key");
            for (String property : new String[] {"cartable.host-key", "cartable.host-key-file"}) {
                String value = environment.getProperty(property);
                if (value != null && !value.isBlank()) {
                    return ConditionOutcome.match(message.foundExactly(property));
                }
            }
            return ConditionOutcome.noMatch(
                    message.because("neither cartable.host-key nor cartable.host-key-file is set"));
        }
    }
}
