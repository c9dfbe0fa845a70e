package dev.cartable.cli.person;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.internal.json.Json;
import dev.cartable.privacy.Privacy;
import dev.cartable.privacy.model.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code people export}. */
@picocli.CommandLine.Command(name = "export")
final class ExportPersonCommand extends Command {
    @Parameters(index = "0", paramLabel = "ID")
    private String named = "";

    @Parameters(index = "1", paramLabel = "FILE")
    private String file = "";

    @Option(names = "--as", paramLabel = "guardian|user|pupil")
    private @Nullable String as;

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        Destination destination = Destination.of(frame, file, force);
        try (Host host = Host.changing(frame)) {
            Target target = Target.of(frame, host, named, as);
            Privacy privacy = host.cartable().privacy();
            Person.Export all = target.export(privacy).orElseThrow();
            destination.write(json(all));
            long rows = all.tables().values().stream().mapToLong(List::size).sum();
            frame.report().field("file", file).field("person", all.person());
            frame.report().counts(Map.of("exported", rows));
            frame.report().say("people.exported", Map.of("exported", rows, "file", destination.place()));
            return Exit.DONE;
        }
    }

    private static String json(Person.Export all) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("person", all.person());
        document.put("at", all.at());
        document.put("tables", all.tables());
        return Json.pretty(document);
    }
}
