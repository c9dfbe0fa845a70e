package dev.cartable.architecture.canary.billing.model;

import java.math.BigDecimal;

/** Money that loses its cents on the way. */
public record Total(BigDecimal amount) {
    public Total half() {
        return new Total(BigDecimal.valueOf(amount.doubleValue() / 2));
    }
}
