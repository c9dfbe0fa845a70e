package dev.cartable.cli.person;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.privacy.ExportPerson;
import dev.cartable.privacy.model.PersonExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    @Option(names = "--as", paramLabel = "guardian|user")
    private @Nullable String as;

    @Override
    protected int run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            Target target = Target.of(frame, host, named, as);
            ExportPerson export = host.cartable().exportPerson();
            PersonExport all = (target.guardian() != null
                            ? export.export(target.guardian())
                            : export.export(Objects.requireNonNull(target.user())))
                    .orElseThrow();
            write(frame, frame.around().path(file), all.json());
            long rows = all.tables().values().stream().mapToLong(List::size).sum();
            frame.report().field("file", file).field("person", all.person());
            frame.report().counts(Map.of("exported", rows));
            frame.report().say("people.exported", Map.of("exported", rows, "file", file));
            return Exit.DONE;
        }
    }

    /** A temporary file is its owner's alone where the file system knows owners, and keeps that under its new name. */
    private static void write(Frame frame, Path target, String json) {
        try {
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
            Path draft = Files.createTempFile(folder, ".person", null);
            try {
                Files.writeString(draft, json, StandardCharsets.UTF_8);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw CommandException.failed(
                    "FILE_NOT_WRITTEN",
                    frame.words()
                            .text(
                                    "error.file-not-written",
                                    Map.of(
                                            "file",
                                            target,
                                            "detail",
                                            e.getClass().getSimpleName())));
        }
    }
}
