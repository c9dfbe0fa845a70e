package dev.cartable.pdf;

import dev.cartable.school.model.School;
import java.util.Locale;

/**
 * On which side the window of an envelope is, so that names and addresses stand behind it. Sheets are folded at 105 mm and 210 mm and go
 * into envelopes DL (110 × 220 mm) and C6/5 (114 × 229 mm): the text stays in the window wherever the sheet slides to.
 */
public enum AddressWindow {
    /** As DIN 5008, form B, and DIN 680 have it: 20 mm from the left and 15 mm from the bottom of the envelope, 90 × 45 mm. */
    LEFT(25, 66),
    /** As it is usual in France: 20 mm from the right and 20 mm from the bottom of the envelope, 100 × 35 mm. */
    RIGHT(110, 80);

    /** Where the text begins, in millimetres from the top of the sheet, and how high it may be. */
    static final int TOP = 59;

    static final int HEIGHT = 26;

    private final int left;
    private final int width;

    AddressWindow(int left, int width) {
        this.left = left;
        this.width = width;
    }

    /** The one that is usual where the school's language is spoken: at the right for French, otherwise at the left. */
    static AddressWindow usual(School school) {
        return school.language().getLanguage().equals(Locale.FRENCH.getLanguage()) ? RIGHT : LEFT;
    }

    /** Millimetres from the left of the sheet. */
    int left() {
        return left;
    }

    /** In millimetres. */
    int width() {
        return width;
    }
}
