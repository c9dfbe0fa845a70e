package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.work.HostKey;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
            + " a file that holds it. All nodes need the same key. Keep a copy on paper: links under way and the memory of"
            + " erased people are lost with it.";

    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);
    private static final String KEPT =
            " Nothing was written; accounts, links and messages are kept, and messages that need the"
                    + " key wait. Other parts of the application work.";
    private static final Map<HostKeyStore.State, String> HAPPENED = Map.of(
            HostKeyStore.State.OTHER, "the database was written with another one." + KEPT,
            HostKeyStore.State.SUPERSEDED, "a newer one has replaced it." + KEPT,
            HostKeyStore.State.INCOMPLETE, "an old one is missing that the database was written with." + KEPT);
    private static final Map<HostKeyStore.State, String> ACTIONS = Map.of(
            HostKeyStore.State.OTHER,
                    "Set cartable.host-key or cartable.host-key-file to the key that the other nodes use, and restart. If it is"
                            + " lost for good, make a new one with 'cartable host-key new --i-lost-it'.",
            HostKeyStore.State.SUPERSEDED,
                    "Set cartable.host-key to the newer key and cartable.old-host-keys to this one, and restart.",
            HostKeyStore.State.INCOMPLETE, "Add that key to cartable.old-host-keys, and restart.");

    private HostKeys() {}

    static HostKey of(CartableProperties properties) {
        String text = properties.hostKey();
        Path file = properties.hostKeyFile();
        if (text != null && file != null) {
            throw new CartableConfigurationException(
                    "cartable.host-key and cartable.host-key-file are both set.",
                    "Take one of them away; both may hold different keys.");
        }
        HostKey current = text != null ? read(text) : read(file);
        try {
            return current.withOld(
                    properties.oldHostKeys().stream().map(HostKey::base64).toList());
        } catch (IllegalArgumentException e) {
            throw new CartableConfigurationException(
                    "cartable.old-host-keys cannot be used: " + e.getMessage() + ".",
                    "Set it to the keys that cartable.host-key replaced, each in Base64, separated by commas.",
                    e);
        }
    }

    /** Reports a key that the database was not written with. The application starts; what derives from the key refuses. */
    static void report(Cartable cartable) {
        try {
            HostKeyStore.State state = cartable.accounts().hostKey().state();
            if (state.isRefused()) {
                LOG.error(
                        "Cartable derives nothing from this host key: {}\n\n{}",
                        HAPPENED.get(state),
                        ACTIONS.get(state));
            }
        } catch (RuntimeException e) {
            // Tables that are missing are reported where they are used.
            LOG.debug("the host key could not be compared with the database", e);
        }
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
            return HostKey.file(Objects.requireNonNull(file, "cartable.host-key-file"));
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
                String value = given(environment, property);
                if (value != null && !value.isBlank()) {
                    return ConditionOutcome.match(message.foundExactly(property));
                }
            }
            return ConditionOutcome.noMatch(
                    message.because("neither cartable.host-key nor cartable.host-key-file is set"));
        }

        private static @Nullable String given(Environment environment, String property) {
            try {
                return environment.getProperty(property);
            } catch (IllegalArgumentException e) { // a variable in it that is not set
                throw new CartableConfigurationException(
                        property + " cannot be used: " + e.getMessage() + ".", ACTION, e);
            }
        }
    }
}
