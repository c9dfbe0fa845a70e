package dev.cartable.cli.person;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.mail.EmlCourier;
import dev.cartable.notice.model.Notice;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.Privacy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code people erase}. */
@picocli.CommandLine.Command(name = "erase")
final class ErasePersonCommand extends Command {
    @Parameters(paramLabel = "ID")
    private String named = "";

    @Option(names = "--as", paramLabel = "guardian|user|pupil")
    private @Nullable String as;

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        Rows files = frame.report().allRows("files");
        try (Host host = Host.changing(frame)) {
            Target target = Target.of(frame, host, named, as);
            if (!frame.consents("erase.ask", Map.of("person", target.name()))) {
                frame.report().say("not-agreed");
                return Exit.FAILED;
            }
            Privacy privacy = host.cartable().privacy();
            ErasePerson.Result result = target.erase(privacy);
            if (result instanceof ErasePerson.Refused refused) {
                String reason = refused.reason().name();
                throw CommandException.failed(reason, frame.words().code(reason));
            }
            ErasePerson.Erased erased = (ErasePerson.Erased) result;
            Path outbox = Host.mailing(frame).folder();
            for (Notice.Key key : erased.mails()) {
                Path mail = outbox.resolve(EmlCourier.fileName(key));
                if (Files.exists(mail)) {
                    files.add(Row.of("file", mail));
                }
            }
            host.compact();
            frame.report().field("pseudonym", erased.pseudonym());
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("input", 1L);
            counts.put("erased", 1L);
            counts.put("failed", 0L);
            frame.report().counts(counts);
            frame.report().say("erase.done", Map.of("pseudonym", erased.pseudonym()));
            frame.report().afterwards("erase.elsewhere", Map.of());
            return Exit.DONE;
        }
    }
}
