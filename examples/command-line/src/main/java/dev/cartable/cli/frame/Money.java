package dev.cartable.cli.frame;

import java.math.BigDecimal;
import java.util.Currency;

/** Amounts in tables. */
public final class Money {
    private Money() {}

    /** The amount with the decimals of its currency, so that a column has as many in each row; with its own if it has more. */
    public static BigDecimal in(Currency currency, BigDecimal amount) {
        return amount.setScale(Math.max(amount.scale(), currency.getDefaultFractionDigits()));
    }
}
