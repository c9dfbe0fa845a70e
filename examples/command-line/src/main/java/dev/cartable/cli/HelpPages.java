package dev.cartable.cli;

import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Words;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help pages: a command's page lists its own options and points to those that every command has. */
final class HelpPages {
    /** Where picocli would break a line, at hyphens and slashes too, it finds letters: these stand for Latin-1 and punctuation. */
    private static final char LATIN = '\uE000';

    private static final char PUNCTUATION = '\uE100';
    private static final char FIRST_PUNCTUATION = '\u2000';

    /** What the keys of a command's words begin with. */
    private static final String COMMAND = "cartable.";

    private HelpPages() {}

    /**
     * The words of these commands and of options, with nothing but blanks to break a line at; {@link #plain} takes it back. Picocli
     * copies the keys of a bundle for each command, so it gets no others.
     *
     * @param commands the names of those that a person may type first
     */
    static ResourceBundle bundle(Words words, Set<String> commands) {
        Set<String> keys = words.bundle().keySet().stream()
                .filter(key -> isOf(commands, key))
                .collect(Collectors.toUnmodifiableSet());
        return new ResourceBundle() {
            @Override
            protected @Nullable Object handleGetObject(String key) {
                return keys.contains(key) ? glued(words.text(key)) : null;
            }

            @Override
            public Enumeration<String> getKeys() {
                return Collections.enumeration(keys);
            }
        };
    }

    private static boolean isOf(Set<String> commands, String key) {
        if (key.startsWith(COMMAND)) {
            String first = key.substring(COMMAND.length(), key.indexOf('.', COMMAND.length()));
            return first.equals("usage") || commands.contains(first);
        }
        return key.startsWith("usage.") || key.contains("[") || !key.contains(".");
    }

    private static String glued(String text) {
        StringBuilder glued = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean stays = Character.isLetterOrDigit(c) || c == ' ' || c == '\n' || c == '%';
            if (stays || (c > 0xFF && (c < FIRST_PUNCTUATION || c > FIRST_PUNCTUATION + 0xFF))) {
                glued.append(c);
            } else {
                glued.append((char) (c <= 0xFF ? LATIN + c : PUNCTUATION + (c - FIRST_PUNCTUATION)));
            }
        }
        return glued.toString();
    }

    /** What people read. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= LATIN && c <= LATIN + 0xFF) {
                plain.append((char) (c - LATIN));
            } else if (c >= PUNCTUATION && c <= PUNCTUATION + 0xFF) {
                plain.append((char) (c - PUNCTUATION + FIRST_PUNCTUATION));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** Pages that name the places of values in people's language. */
    static CommandLine.IHelpFactory factory(Words words) {
        return (spec, scheme) -> new Help(spec, scheme) {
            @Override
            public IParamLabelRenderer createDefaultParamLabelRenderer() {
                return labels(super.createDefaultParamLabelRenderer(), words);
            }

            @Override
            public IParamLabelRenderer parameterLabelRenderer() {
                return labels(super.parameterLabelRenderer(), words);
            }
        };
    }

    private static IParamLabelRenderer labels(IParamLabelRenderer usual, Words words) {
        return new IParamLabelRenderer() {
            @Override
            public Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<IStyle> styles) {
                Text text = usual.renderParameterLabel(argument, ansi, styles);
                String label = argument.paramLabel();
                String other = words.label(label);
                return other.equals(label)
                        ? text
                        : ansi.new Text(text.plainString().replace(label, other));
            }

            @Override
            public String separator() {
                return usual.separator();
            }
        };
    }

    static void install(CommandLine tool, Words words) {
        UsageMessageSpec usage = tool.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true).sortOptions(false);
        usage.synopsisSubcommandLabel("[" + words.label("COMMAND") + "]");
        if (tool.getParent() == null) {
            usage.exitCodeListHeading(String.format("%n%s%n", words.text("exit.heading")));
            Map<String, String> codes = new LinkedHashMap<>();
            Stream.of(Exit.values()).forEach(exit -> codes.put("  " + exit.code(), glued(words.text("exit." + exit))));
            usage.exitCodeList(codes);
        }
        if (tool.getParent() != null) {
            tool.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPages::ownOptions);
            tool.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                            help -> own(help).isEmpty() ? "" : help.optionListHeading());
            usage.footer("%n" + glued(words.text("help.other-options")));
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
