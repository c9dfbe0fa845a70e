package dev.cartable.account.letters;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.Letters;
import dev.cartable.account.port.Letters.Letter;
import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.port.LetterRenderer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Letters for one file, such as a PDF, by class, pupil and parent. Their words are kept in memory until {@link #write}: about three
 * kilobytes each. A credential that was renewed for one of them is stored by then; where the file cannot be written after all, another
 * run brings the same credentials word for word. Used by one thread at a time.
 */
public final class LetterSheets implements Letters {
    private final List<LetterContent> letters = new ArrayList<>();

    /** Without letters at first. */
    public LetterSheets() {}

    @Override
    public Draft draft(Letter letter) {
        return new Sheet(requireNonNull(letter, "letter").content());
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return letters.isEmpty();
    }

    /**
     * Writes them.
     *
     * @param sheets takes the letters; the caller finishes it
     * @param language in which classes and names are sorted
     * @throws IOException if the file cannot be written
     */
    public void write(LetterRenderer.Sheets sheets, Locale language) throws IOException {
        letters.sort(LetterContent.inOrder(language));
        for (LetterContent letter : letters) {
            sheets.add(letter);
        }
    }

    private final class Sheet implements Draft {
        private final LetterContent content;

        Sheet(LetterContent content) {
            this.content = content;
        }

        @Override
        public Outcome outcome() {
            return Outcome.WRITTEN;
        }

        @Override
        public void put() {
            letters.add(content);
        }

        @Override
        public void close() {}
    }
}
