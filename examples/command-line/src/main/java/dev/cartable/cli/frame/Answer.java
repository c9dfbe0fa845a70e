package dev.cartable.cli.frame;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a message went or did not go, as the library and couriers note it, in English. Programs read it as it is; people read it in
 * their language as far as the reason is one of the library's own. What a server has said stays in the server's words.
 *
 * @param text as it is noted
 */
public record Answer(String text) {
    /** The library's reasons; what a group finds fills the place of its number. */
    private static final Map<String, Pattern> KNOWN = known();

    private static Map<String, Pattern> known() {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("no-connection", "no connection to (\\S+ port \\d+).*");
        known.put("lost", "the connection was lost.*");
        known.put("no-reply", "the message was handed over, but the server's answer did not come");
        known.put("hung-up", "the server hung up, or does not speak SMTP");
        known.put("no-login", "the server offers no login.*");
        known.put("no-starttls", "the server does not offer STARTTLS.*");
        known.put("no-mail", "no e-mail can be made of it");
        known.put("folder", "the folder for messages cannot be written to.*");
        known.put("written", "written to (.+)");
        known.put("inbox", "in the inbox");
        known.put("inbox-failed", "the inbox could not be written.*");
        known.put("interrupted", "interrupted while.*|the round ended early");
        known.put("unprepared", "could not be prepared");
        known.put("died", "a process died while it was sending it.*");
        known.put("given-up", "given up after (\\d+) attempts.*");
        known.put("no-type", "nothing in this application answers for notices of kind (.+); .*");
        known.put("gone", "the (account|user|supervisor or the promotion) is gone.*|.*host key that is gone.*");
        known.put("address", "the address is no longer the .*|the link goes to another address since.*");
        known.put("no-pupil", "the guardian may see no pupil any more");
        known.put("no-alert", "the alert is no longer active|none of the alerts is that promotion's any more");
        known.put("below", "use is no longer at the alert's threshold.*");
        known.put("credential-renewed", "the credential was renewed or used since|the link was used already");
        known.put("credential-expired", "the (?:link|temporary password) has expired");
        known.put(
                "no-credential",
                "the account has no (?:temporary password any more|activation under way)|the account is \\w+");
        known.put("no-supervisor", "the user no longer supervises the promotion");
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        known.forEach((name, pattern) -> patterns.put(name, Pattern.compile(pattern, Pattern.DOTALL)));
        return patterns;
    }

    /** The answer; null if there is none. */
    public static @Nullable Answer of(@Nullable String text) {
        return text == null ? null : new Answer(text);
    }

    /** What people read. */
    String in(Words words) {
        for (Map.Entry<String, Pattern> one : KNOWN.entrySet()) {
            Matcher matcher = one.getValue().matcher(text);
            String key = "error.answer." + one.getKey();
            if (matcher.matches() && words.has(key)) {
                String found = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : "";
                return words.text(key, Map.of("text", text, "found", found));
            }
        }
        return text;
    }

    /** As it is noted, for programs. */
    @Override
    public String toString() {
        return text;
    }
}
