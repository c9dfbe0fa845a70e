package dev.cartable.notice.http;

import dev.cartable.notice.http.GatewayClient.Answer;
import dev.cartable.notice.http.GatewayClient.NoAnswer;
import dev.cartable.notice.http.GatewayClient.Result;
import dev.cartable.notice.http.GatewayClient.Trouble;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.port.Courier.Delivery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a request means for the message.
 *
 * <p>If nothing can have reached the gateway, or the gateway says that it took nothing, the message waits: {@link Delivery.ChannelDown}.
 * If the request was written and no answer came, or one of 500 and above, or one that is not understood, nothing is known:
 * {@link Delivery.Unknown}.
 */
final class AnswerVerdict {
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final int LONGEST_WORDS = 200;
    static final int LONGEST_ID = 255;
    private static final int LONGEST_URL = 2_000;
    private static final int SHORTEST_MASKED = 4;

    /** How many digits of a number are enough to know it. */
    private static final int TELLING_DIGITS = 8;

    /** What the gateway answers to any request with these settings: it does not know the caller, the URL, or wants money. */
    private static final Set<Integer> OF_THE_SETTINGS = Set.of(301, 302, 305, 307, 308, 401, 402, 403, 404, 405, 407);

    /** The request has not been worked on (RFC 9110, 15.5.9; RFC 8470). */
    private static final Set<Integer> NOT_YET = Set.of(408, 425);

    private static final int TOO_MANY_REQUESTS = 429;

    private final AnswerRules rules;
    private final boolean owesReceipt;
    private final Collection<String> secrets;
    private final InstantSource clock;

    /** @param secrets what no answer may show */
    AnswerVerdict(AnswerRules rules, boolean owesReceipt, Collection<String> secrets, InstantSource clock) {
        this.rules = rules;
        this.owesReceipt = owesReceipt;
        this.secrets = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        this.clock = clock;
    }

    /** @param number the recipient's, which gateways like to repeat */
    Delivery of(Result result, String number) {
        return result instanceof Answer answer ? of(answer, number) : of((NoAnswer) result);
    }

    /** One that does not show a further secret either. */
    AnswerVerdict hiding(String secret) {
        return new AnswerVerdict(
                rules,
                owesReceipt,
                Stream.concat(secrets.stream(), Stream.of(secret)).toList(),
                clock);
    }

    static Delivery of(NoAnswer none) {
        String answer = switch (none.trouble()) {
            case NO_REQUEST -> NoticeReason.NO_REQUEST.name();
            case FORBIDDEN_ADDRESS -> NoticeReason.FORBIDDEN_ADDRESS.with(none.detail());
            case NO_CONNECTION -> NoticeReason.NO_CONNECTION.with(none.detail());
            case TLS -> NoticeReason.TLS_FAILED.with(none.detail());
            case LOST -> NoticeReason.CONNECTION_LOST.with(none.detail());
            case TIMEOUT ->
                none.maybeSent() ? NoticeReason.NO_REPLY.name() : NoticeReason.NO_CONNECTION.with(none.detail());
            case INTERRUPTED -> NoticeReason.INTERRUPTED.name();
        };
        if (none.trouble() == Trouble.NO_REQUEST) {
            return new Delivery.Refused(answer);
        }
        return none.maybeSent() ? new Delivery.Unknown(answer) : new Delivery.ChannelDown(answer, Duration.ZERO);
    }

    private Delivery of(Answer answer, String number) {
        Object document = JsonPath.document(answer.body());
        Optional<String> status = text(rules.status(), document);
        Optional<String> reason = text(rules.reason(), document);
        String words = words(answer.status(), status, reason, number);
        if (isAny(rules.channelDown(), status, reason)) {
            return new Delivery.ChannelDown(words, pause(answer));
        }
        if (isAny(rules.later(), status, reason)) {
            return new Delivery.TryLater(words);
        }
        if (isAny(rules.badNumber(), status, reason)) {
            return new Delivery.Refused(NoticeReason.BAD_NUMBER.with(words));
        }
        if (!rules.isSuccess(answer.status())) {
            return unsuccessful(answer, words);
        }
        if (!rules.accepted().isEmpty() && !isAny(rules.accepted(), status, Optional.empty())) {
            return status.isEmpty() ? odd(answer) : new Delivery.Refused(words);
        }
        return taken(answer, document, number);
    }

    private Delivery taken(Answer answer, @Nullable Object document, String number) {
        if (rules.id() == null) {
            return new Delivery.Sent("HTTP " + answer.status());
        }
        Optional<String> id = text(rules.id(), document).map(AnswerVerdict::reference);
        if (id.isEmpty() || !GatewayReceipts.isReference(id.get())) {
            return odd(answer);
        }
        String words = "HTTP " + answer.status() + " " + masked(id.get(), number);
        return owesReceipt ? new Delivery.Accepted(words, id.get()) : new Delivery.Sent(words);
    }

    private Delivery unsuccessful(Answer answer, String words) {
        int status = answer.status();
        if (OF_THE_SETTINGS.contains(status)
                || status == TOO_MANY_REQUESTS
                || rules.unsent().contains(status)) {
            return new Delivery.ChannelDown(words, pause(answer));
        }
        if (NOT_YET.contains(status)) {
            return new Delivery.TryLater(words);
        }
        return status >= 400 && status <= 499 ? new Delivery.Refused(words) : new Delivery.Unknown(words);
    }

    private static Delivery odd(Answer answer) {
        return new Delivery.Unknown(NoticeReason.ODD_ANSWER.with("HTTP " + answer.status()));
    }

    /** The last part of a URL, and otherwise the id as it is, as is a URL that is too long. */
    static String reference(String id) {
        boolean isUrl = id.startsWith("https://") || id.startsWith("http://");
        if (!isUrl || id.length() > LONGEST_URL) {
            return id;
        }
        int end = id.length();
        while (id.charAt(end - 1) == '/') {
            end--;
        }
        return id.substring(id.lastIndexOf('/', end - 1) + 1, end);
    }

    private static Optional<String> text(@Nullable JsonPath path, @Nullable Object document) {
        return path == null ? Optional.empty() : path.text(document);
    }

    private static boolean isAny(Set<String> listed, Optional<String> status, Optional<String> reason) {
        return Stream.concat(status.stream(), reason.stream()).anyMatch(listed::contains);
    }

    private String words(int httpStatus, Optional<String> status, Optional<String> reason, String number) {
        StringBuilder words = new StringBuilder("HTTP ").append(httpStatus);
        status.ifPresent(text -> words.append(' ').append(text));
        reason.ifPresent(text -> words.append(": ").append(text));
        return cut(masked(words.toString(), number));
    }

    /** The beginning of a text that is too long for a line, ending with a whole character. */
    static String cut(String text) {
        if (text.length() <= LONGEST_WORDS) {
            return text;
        }
        int end = LONGEST_WORDS - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private String masked(String text, String number) {
        String masked = text;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST_MASKED) {
                masked = masked.replace(secret, "(secret)");
            }
        }
        return withoutNumber(masked, number);
    }

    /** A text without a number, whole or without its country code. */
    static String withoutNumber(String text, String number) {
        String digits = number.replaceAll("[^0-9]", "");
        String telling = digits.substring(Math.max(0, digits.length() - TELLING_DIGITS));
        return text.replaceAll("(?:\\+|(?<![0-9]))[0-9]*" + telling, "(number)");
    }

    /** How long the gateway wants to be left alone; zero if it does not say. */
    private Duration pause(Answer answer) {
        Duration asked = after(answer.headers().firstValue("Retry-After").orElse("0"));
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    /** RFC 9110, 10.2.3: seconds or a date. */
    private Duration after(String text) {
        String value = text.strip();
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
            Duration pause = Duration.between(clock.instant(), until);
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
