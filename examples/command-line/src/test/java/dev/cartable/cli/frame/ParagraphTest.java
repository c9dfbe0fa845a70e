package dev.cartable.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphTest {
    @Test
    void aLineThatFitsStaysAsItIs() {
        String line = "  " + "a".repeat(38);

        assertThat(Paragraph.fold(line, 40)).isEqualTo(line);
        assertThat(Paragraph.fold("", 40)).isEmpty();
        assertThat(Paragraph.fold("one\n\n  two", 40)).isEqualTo("one\n\n  two");
    }

    @Test
    void aLongerLineIsFoldedBetweenWordsAndKeepsItsColumns() {
        assertThat(Paragraph.fold("  G049 Hadja Fofana  28 Nov 2026 10:00  e-mail  waiting", 40))
                .isEqualTo("  G049 Hadja Fofana  28 Nov 2026 10:00\n      e-mail  waiting");
        assertThat(Paragraph.fold("What was committed before stands; run the command again.", 30))
                .isEqualTo("What was committed before\n    stands; run the command\n    again.");
    }

    @Test
    void whatIsCopiedIntoAShellStaysTogether() {
        assertThat(Paragraph.fold("To carry out this plan, add --plan 0123456789", 34))
                .isEqualTo("To carry out this plan, add\n    --plan 0123456789");
        assertThat(Paragraph.fold("For the times of each reminder: cartable tasks list", 42))
                .isEqualTo("For the times of each reminder:\n    cartable tasks list");
    }

    @Test
    void aWordThatIsLongerThanTheTerminalIsNotBroken() {
        assertThat(Paragraph.fold("see " + "x".repeat(50) + " and y", 40))
                .isEqualTo("see " + "x".repeat(50) + "\n    and y");
    }
}
