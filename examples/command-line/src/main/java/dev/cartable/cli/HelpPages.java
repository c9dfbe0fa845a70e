package dev.cartable.cli;

import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help pages: a command's page lists its own options and points to those that every command has. */
final class HelpPages {
    private HelpPages() {}

    static void install(CommandLine tool, Words words) {
        UsageMessageSpec usage = tool.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true).sortOptions(false);
        if (tool.getParent() == null) {
            usage.exitCodeListHeading(String.format("%n%s%n", words.text("exit.heading")));
            Map<String, String> codes = new LinkedHashMap<>();
            Stream.of(Exit.values()).forEach(exit -> codes.put("  " + exit.code(), words.text("exit." + exit)));
            usage.exitCodeList(codes);
        }
        if (tool.getParent() != null) {
            tool.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPages::ownOptions);
            tool.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                            help -> own(help).isEmpty() ? "" : help.optionListHeading());
            tool.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_FOOTER,
                            help -> String.format("%n%s%n", words.text("help.other-options")));
        }
        tool.getSubcommands().values().forEach(command -> install(command, words));
    }

    private static String ownOptions(Help help) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addAllOptions(own(help), help.createDefaultParamLabelRenderer());
        return layout.toString();
    }

    private static List<OptionSpec> own(Help help) {
        return help.commandSpec().options().stream()
                .filter(option -> !option.inherited() && !option.hidden())
                .toList();
    }
}
