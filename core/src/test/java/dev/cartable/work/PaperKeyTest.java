package dev.cartable.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PaperKeyTest {
    private final HostKey key = HostKey.of(HostKeyTest.secret(32));
    private final HostKey ring = key.withOld(List.of(HostKey.of(HostKeyTest.secret(64)), HostKey.random()));

    @Test
    void aKeyOnPaperIsTypedBackIn() {
        assertThat(HostKey.fromPaper(key.toPaper())).isEqualTo(key);
        assertThat(HostKey.fromPaper(ring.toPaper())).isEqualTo(ring);
        assertThat(key.toPaper().lines()).hasSize(4).allMatch(line -> line.length() < 40);
    }

    @Test
    void capitalsGapsLineNumbersAndLettersThatLookLikeDigitsMakeNoDifference() {
        String typed = key.toPaper()
                .toLowerCase(Locale.ROOT)
                .replace('0', 'o')
                .replaceAll("(?m)^\\d\\) ", "")
                .replace("-", " ")
                .replace("\n", "\r\n\r\n");

        assertThat(HostKey.fromPaper(typed)).isEqualTo(key);
    }

    @Test
    void aTypingErrorIsFoundInItsLineAndNotQuoted() {
        List<String> lines = new ArrayList<>(ring.toPaper().lines().toList());
        String third = lines.get(2);
        lines.set(2, third.substring(0, 6) + (third.charAt(6) == 'X' ? 'Y' : 'X') + third.substring(7));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.fromPaper(String.join("\n", lines)))
                .withMessageContaining("line 3")
                .withMessageNotContaining(third.substring(3, 6));
    }

    @Test
    void linesThatAreMissingOrInAnotherOrderAreFound() {
        List<String> lines = key.toPaper().lines().toList();
        List<String> swapped = new ArrayList<>(lines);
        Collections.swap(swapped, 0, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.fromPaper(String.join("\n", lines.subList(0, 3))))
                .withMessageContaining("missing");
        assertThatIllegalArgumentException().isThrownBy(() -> HostKey.fromPaper(String.join("\n", swapped)));
        assertThatIllegalArgumentException().isThrownBy(() -> HostKey.fromPaper(""));
        assertThatIllegalArgumentException().isThrownBy(() -> HostKey.fromPaper("hello, world"));
    }

    @Test
    void aLineOfAnotherPaperIsFound() {
        List<String> lines = new ArrayList<>(key.toPaper().lines().toList());
        lines.set(1, HostKey.random().toPaper().lines().toList().get(1));

        assertThatIllegalArgumentException()
                .as("each line is right by itself")
                .isThrownBy(() -> HostKey.fromPaper(String.join("\n", lines)))
                .withMessageContaining("not a host key");
    }

    @Test
    void everyTypingErrorOfOneLetterIsFound() {
        String paper = key.toPaper();
        for (int i = 0; i < paper.length(); i++) {
            if ("0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(paper.charAt(i)) >= 0 && !paper.startsWith(")", i + 1)) {
                char wrong = paper.charAt(i) == 'Z' ? 'Y' : 'Z';
                String typed = paper.substring(0, i) + wrong + paper.substring(i + 1);
                assertThatIllegalArgumentException().isThrownBy(() -> HostKey.fromPaper(typed));
            }
        }
    }
}
