package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a username is made from a name: a pattern of {@code {given}}, {@code {family}}, their first letters {@code {g}} and
 * {@code {f}}, the guardian's {@code {id}}, and fixed letters, digits and separators, such as {@code {given}.{family}}.
 *
 * <p>Names are written in Latin letters first, whatever their script. Words of one part are run together and hyphens stay:
 * "Jean-Pierre Ben Ali" is {@code jean-pierre.benali}. Apostrophes are dropped. A part that is missing is left out with
 * its separator; if fewer than {@value #MIN_LENGTH} letters of a name remain, the longer name alone is taken, and at last {@value #NAMELESS}.
 * What does not fit is cut off the longest part.
 *
 * @param pattern the pattern
 * @param maxLength the greatest length of a username with its suffix, {@value #MIN_MAX_LENGTH} to
 *     {@value Username#MAX_LENGTH}
 */
public record NamingRule(String pattern, int maxLength) {
    /** The usual greatest length. */
    public static final int DEFAULT_MAX_LENGTH = 32;

    /** The least that the greatest length may be. */
    public static final int MIN_MAX_LENGTH = 8;

    /** The base for a person whose name has no letter that can be written in Latin. */
    static final String NAMELESS = "parent";

    private static final int MIN_LENGTH = 3;
    private static final Pattern PIECE = Pattern.compile("\\{(given|family|g|f|id)}|[a-z0-9._-]+");
    private static final Pattern FOREIGN =
            Pattern.compile("\\{(?!(?:given|family|g|f|id)})[^}]*}?|(?<!given|family|\\{g|\\{f|id)}|[^a-z0-9._{}-]");
    private static final Pattern NAME = Pattern.compile("\\{(?:given|family|g|f)}");
    private static final Set<String> RESERVED = Stream.of(
                    "abuse",
                    "account",
                    "accounts",
                    "admin",
                    "administrateur",
                    "administration",
                    "administrator",
                    "anonymous",
                    "api",
                    "app",
                    "billing",
                    "bot",
                    "cartable",
                    "contact",
                    "daemon",
                    "demo",
                    "direction",
                    "directeur",
                    "ecole",
                    "everyone",
                    "false",
                    "ftp",
                    "guest",
                    "help",
                    "hostmaster",
                    "imap",
                    "info",
                    "invite",
                    "login",
                    "logout",
                    "mail",
                    "mailer-daemon",
                    "me",
                    "moderator",
                    "nan",
                    "nobody",
                    "none",
                    "no-reply",
                    "null",
                    "official",
                    "operator",
                    "owner",
                    "parent",
                    "parents",
                    "pop3",
                    "postmaster",
                    "principal",
                    "professeur",
                    "public",
                    "root",
                    "school",
                    "secretariat",
                    "security",
                    "securite",
                    "self",
                    "service",
                    "setup",
                    "smtp",
                    "ssladmin",
                    "staff",
                    "status",
                    "student",
                    "super-admin",
                    "superuser",
                    "support",
                    "sysadmin",
                    "system",
                    "teacher",
                    "test",
                    "true",
                    "undefined",
                    "usenet",
                    "user",
                    "username",
                    "uucp",
                    "webmaster",
                    "www")
            .map(NamingRule::skeleton)
            .collect(Collectors.toUnmodifiableSet());

    public NamingRule {
        requireNonNull(pattern, "pattern");
        if (maxLength < MIN_MAX_LENGTH || maxLength > Username.MAX_LENGTH) {
            throw new IllegalArgumentException("usernames of at most " + maxLength + " characters are not possible; "
                    + MIN_MAX_LENGTH + " to " + Username.MAX_LENGTH + " are");
        }
        Matcher foreign = FOREIGN.matcher(pattern);
        if (foreign.find()) {
            throw new IllegalArgumentException(
                    "the naming rule '" + pattern + "' has '" + foreign.group()
                            + "' in it; {given}, {family}, {g}, {f}, {id}, letters a-z, digits, dots, hyphens and underscores may stand there");
        }
        if (pattern.indexOf('{') < 0) {
            throw new IllegalArgumentException("the naming rule '" + pattern
                    + "' gives everybody one name; put {given}, {family}, {g}, {f} or {id} into it");
        }
        int fixed = pattern.replaceAll("\\{[a-z]+}", "").length();
        if (fixed > maxLength / 2) {
            throw new IllegalArgumentException("the naming rule '" + pattern + "' has " + fixed
                    + " fixed characters, which leaves too little of " + maxLength + " for the name");
        }
    }

    /** The rule with this pattern and the usual greatest length. */
    public static NamingRule of(String pattern) {
        return new NamingRule(pattern, DEFAULT_MAX_LENGTH);
    }

    /** The username before its suffix: {@value #MIN_LENGTH} to {@link #maxLength} characters. */
    public String base(PersonName name, GuardianId guardian) {
        String given = Romanisation.word(name.given());
        String family = Romanisation.word(name.family());
        List<MatchedPiece> pieces = PIECE.matcher(pattern)
                .results()
                .map(piece -> MatchedPiece.of(piece.group(), piece.group(1), given, family, guardian))
                .toList();
        boolean named = pieces.stream()
                .anyMatch(piece -> piece.ofPerson() && !piece.text().isEmpty());
        String base = named ? Romanisation.tidy(fit(pieces)) : "";
        if (base.length() < MIN_LENGTH) {
            String longer = given.length() > family.length() ? given : family;
            String rest = NAME.matcher(pattern).find() ? longer : base;
            base = Romanisation.tidy(cut(rest.isEmpty() ? NAMELESS : rest, maxLength));
        }
        return base.length() < MIN_LENGTH ? Romanisation.tidy(cut(base + "." + NAMELESS, maxLength)) : base;
    }

    /**
     * The username that is number {@code number} on this base: the base alone for 1, else the base with the number behind
     * it, shortened so that both fit.
     */
    public Username numbered(String base, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("usernames count from 1, not " + number);
        }
        if (number == 1) {
            return new Username(base);
        }
        String suffix = Integer.toString(number);
        return new Username(Romanisation.tidy(cut(base, maxLength - suffix.length())) + suffix);
    }

    /**
     * Whether this base always needs a suffix: it is, or looks like, a word that systems and people take for an
     * office (RFC 2142 and the like).
     */
    public static boolean isReserved(String base) {
        return RESERVED.contains(skeleton(base));
    }

    /**
     * What a username looks like: two with one skeleton are never both given. In the spirit of UTS #39, for the letters
     * that a {@link Username} may have: separators dropped, {@code 0} as {@code o}, {@code 1} and {@code i} as {@code l}
     * (a capital I is read as i, and looks like l), {@code m} as {@code rn}, {@code w} as {@code vv}. Other digits stay, so
     * that different numbers on one base always differ.
     */
    public static String skeleton(String username) {
        StringBuilder skeleton = new StringBuilder(username.length() + 8);
        for (int i = 0; i < username.length(); i++) {
            char c = username.charAt(i);
            switch (c) {
                case '.', '-', '_' -> {}
                case '0' -> skeleton.append('o');
                case '1', 'i' -> skeleton.append('l');
                case 'm' -> skeleton.append("rn");
                case 'w' -> skeleton.append("vv");
                default -> skeleton.append(c);
            }
        }
        return skeleton.toString();
    }

    /** All pieces one behind the other; those of the person no longer than what lets the whole fit. */
    private String fit(List<MatchedPiece> pieces) {
        int each = maxLength;
        while (length(pieces, each) > maxLength) {
            each--;
        }
        int most = each;
        return pieces.stream().map(piece -> piece.atMost(most)).collect(Collectors.joining());
    }

    private static int length(List<MatchedPiece> pieces, int each) {
        return pieces.stream().mapToInt(piece -> piece.atMost(each).length()).sum();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** A piece of the pattern with what stands there for one person. */
    private record MatchedPiece(String text, boolean ofPerson) {
        static MatchedPiece of(String piece, @Nullable String field, String given, String family, GuardianId guardian) {
            if (field == null) {
                return new MatchedPiece(piece, false);
            }
            return new MatchedPiece(
                    switch (field) {
                        case "given" -> given;
                        case "family" -> family;
                        case "g" -> cut(given, 1);
                        case "f" -> cut(family, 1);
                        default -> Romanisation.id(guardian.value());
                    },
                    true);
        }

        String atMost(int length) {
            return ofPerson ? cut(text, length) : text;
        }
    }
}
