package dev.cartable.notice.http;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.DeliveryReceipt.State;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the receipts that a gateway posts to the application, a JSON document or a form. Whether the sender is the gateway, the caller has to
 * find out before: by a secret in the path, or by the gateway's signature. Safe for use by several threads.
 */
public final class GatewayReceipts {
    /** More than any gateway posts at a time. */
    private static final int LONGEST = 1 << 20;

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{8,}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\s]+");

    private final Channel channel;
    private final ReceiptRules rules;

    private GatewayReceipts(Channel channel, ReceiptRules rules) {
        this.channel = channel;
        this.rules = rules;
    }

    /** What reads the receipts of a gateway; empty if its settings say that it sends none. */
    public static Optional<GatewayReceipts> of(GatewaySettings settings) {
        return Optional.ofNullable(settings.receipts()).map(rules -> new GatewayReceipts(settings.channel(), rules));
    }

    /**
     * What one request of the gateway said.
     *
     * @param receipts those that settle a message
     * @param pending how many say that a message is on its way
     * @param notUnderstood how many have no id or no status; 1 if the whole request was not understood
     */
    public record Reading(List<DeliveryReceipt> receipts, int pending, int notUnderstood) {
        public Reading {
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * Reads the body of a request.
     *
     * @param at when it came
     */
    public Reading read(String body, Instant at) {
        requireNonNull(at, "at");
        String text = body.strip();
        List<Object> items = text.length() > LONGEST ? List.of() : rules.items().all(document(text));
        List<DeliveryReceipt> receipts = new ArrayList<>();
        int pending = 0;
        int notUnderstood = items.isEmpty() ? 1 : 0;
        for (Object item : items) {
            Optional<String> id =
                    rules.id().text(item).map(AnswerVerdict::reference).filter(GatewayReceipts::isReference);
            Optional<String> status = rules.status().text(item);
            if (id.isEmpty() || status.isEmpty()) {
                notUnderstood++;
            } else if (rules.delivered().contains(status.get())) {
                receipts.add(receipt(id.get(), State.DELIVERED, item, status.get(), at));
            } else if (rules.failed().contains(status.get())) {
                receipts.add(receipt(id.get(), State.FAILED, item, status.get(), at));
            } else {
                pending++;
            }
        }
        return new Reading(receipts, pending, notUnderstood);
    }

    private DeliveryReceipt receipt(String id, State state, Object item, String status, Instant at) {
        JsonPath reason = rules.reason();
        String words = reason == null
                ? status
                : status + reason.text(item).map(text -> ": " + text).orElse("");
        String detail = NUMBER.matcher(
                        UNPRINTABLE.matcher(words).replaceAll(" ").strip())
                .replaceAll("(number)");
        return new DeliveryReceipt(channel, id, state, AnswerVerdict.cut(detail), at);
    }

    /** Whether an id may be kept. */
    static boolean isReference(String id) {
        return !id.isBlank()
                && id.length() <= AnswerVerdict.LONGEST_ID
                && !UNPRINTABLE.matcher(id).find();
    }

    private static @Nullable Object document(String text) {
        return text.startsWith("{") || text.startsWith("[") ? JsonPath.document(text) : form(text);
    }

    private static Map<String, Object> form(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
