package dev.cartable.cli.frame;

import dev.cartable.quota.model.DataSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sizes are written in (IEC 80000-13): « Gio » and GiB of 2³⁰ bytes, « Go » and GB of 10⁹. */
public enum SizeUnits {
    BINARY(1_024, "KMGTPE", "i"),
    DECIMAL(1_000, "kMGTPE", "");

    private final long step;
    private final String prefixes;
    private final String mark;

    SizeUnits(long step, String prefixes, String mark) {
        this.step = step;
        this.prefixes = prefixes;
        this.mark = mark;
    }

    /** Those in which a limit is most likely meant: decimal ones if only they make it a whole number. */
    public static SizeUnits of(@Nullable DataSize limit) {
        boolean decimal =
                limit != null && limit.bytes() > 0 && limit.bytes() % 1_000_000 == 0 && limit.bytes() % (1L << 20) != 0;
        return decimal ? DECIMAL : BINARY;
    }

    String text(DataSize size, Locale language) {
        int power = 0;
        BigDecimal unit = BigDecimal.ONE;
        BigDecimal bytes = BigDecimal.valueOf(size.bytes());
        while (power < prefixes.length() && bytes.compareTo(unit.multiply(BigDecimal.valueOf(step))) >= 0) {
            unit = unit.multiply(BigDecimal.valueOf(step));
            power++;
        }
        NumberFormat format = NumberFormat.getNumberInstance(language);
        format.setMaximumFractionDigits(2);
        format.setRoundingMode(RoundingMode.DOWN);
        String prefix = power == 0 ? "" : prefixes.charAt(power - 1) + mark;
        String byteUnit = language.getLanguage().equals("fr") ? "o" : "B";
        return format.format(bytes.divide(unit, 3, RoundingMode.DOWN)) + "\u00A0" + prefix + byteUnit;
    }
}
