package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.PrintLetters.Letter;

/** {@code messages letters list}: the letters that wait to be printed. */
@picocli.CommandLine.Command(name = "list")
final class ListLettersCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        Rows rows = frame.report().allRows("letters");
        try (Host host = Host.reading(frame)) {
            host.cartable().notices().letters().list(letter -> rows.add(row(letter)));
            if (rows.size() == 0) {
                frame.report().say("letters.none-wait");
            }
            return Exit.DONE;
        }
    }

    private static Row row(Letter letter) {
        return Row.of("id", letter.id().toString())
                .and("kind", letter.kind())
                .and("recipient", letter.recipient())
                .and("name", letter.name())
                .and("pupil", letter.pupil())
                .and("promotion", letter.promotion())
                .and("queuedAt", letter.queuedAt())
                .and("subject", letter.subject());
    }
}
