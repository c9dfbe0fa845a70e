package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.document.CheckReportCards;
import dev.cartable.document.model.ReportCardFinding;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report-cards check}: what is missing or doubtful, by teacher. */
@picocli.CommandLine.Command(name = "check")
final class CheckReportCardsCommand extends Command {
    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private List<String> promotions = new ArrayList<>();

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        Rows rows = report.allRows("missing");
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            Term asked = term.of(frame, host);
            Set<PromotionId> only = new HashSet<>();
            promotions.forEach(one -> only.add(new PromotionId(one)));
            CheckReportCards.Report found = host.cartable().documents().checkReportCards(asked, only);
            report.field("term", asked.name()).field("year", asked.year());
            found.findings().forEach(finding -> rows.add(row(frame.words(), finding)));
            report.counts(found.counts());
            if (found.counts().classes() == 0) {
                report.say("report-cards.check.nothing", Map.of("term", asked.toString()));
                return Exit.UNVERIFIED;
            }
            if (found.findings().isEmpty()) {
                report.say("report-cards.check.clean", Map.of("term", asked.toString()));
            }
            return found.findings().isEmpty() ? Exit.DONE : Exit.FINDING;
        }
    }

    private static Row row(Words words, ReportCardFinding finding) {
        Map<String, Object> facts = new HashMap<>();
        facts.put(
                "work",
                Stream.of(finding.day() == null ? null : Figures.day(finding.day()), finding.detail())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(", ")));
        facts.put("detail", finding.detail() == null ? "" : finding.detail());
        facts.put("name", finding.name() == null ? "" : finding.name());
        facts.put("subject", finding.subject() == null ? "" : finding.subject().title());
        String about = finding.subject() == null
                ? finding.promotion().value()
                : finding.promotion() + ", " + finding.subject().title();
        return Row.of("code", finding.code())
                .and("teacher", finding.teacher())
                .and("promotion", finding.promotion())
                .and("pupil", finding.pupil() == null ? null : finding.pupil().value())
                .and("name", finding.name())
                .and(
                        "subject",
                        finding.subject() == null ? null : finding.subject().code())
                .and("day", finding.day())
                .and("detail", finding.detail())
                .and("who", finding.teacher() == null ? words.text("report-cards.check.office") : finding.teacher())
                .and("about", about)
                .and("what", words.text("report-cards.finding." + finding.code(), facts));
    }
}
