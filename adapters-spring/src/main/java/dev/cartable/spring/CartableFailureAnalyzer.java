package dev.cartable.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with Cartable's configuration, and what to do. */
final class CartableFailureAnalyzer extends AbstractFailureAnalyzer<CartableConfigurationException> {
    CartableFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CartableConfigurationException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
