package dev.cartable.notice.http;

import static java.util.Objects.requireNonNull;

import dev.cartable.internal.net.AddressGuard;
import dev.cartable.internal.pace.Pace;
import dev.cartable.internal.pace.Pace.Sleeper;
import dev.cartable.notice.http.GatewayAuth.ClientCredentials;
import dev.cartable.notice.http.GatewayClient.Answer;
import dev.cartable.notice.http.GatewayClient.Result;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SmsText;
import dev.cartable.notice.port.Courier;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hands short messages over to a gateway by HTTP, one request for each.
 *
 * <p>A message is taken if the gateway says so and gives its id; whether it arrives, a receipt says later. What the gateway refuses with a
 * status from 400 on is {@link Delivery.Refused} for its recipient alone, except for a refused sign-in, an unknown URL, an empty account
 * and too many requests, which pause the channel. If the request was written and no answer came that is understood, or a status from 500
 * on, the outcome is {@link Delivery.Unknown}: the message is not sent a second time unless the gateway recognises repeated requests.
 *
 * <p>Safe for use by several threads, as many as {@link GatewaySettings.Builder#connections}.
 */
public final class HttpGatewayCourier implements Courier {
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final int UNAUTHORIZED = 401;
    private static final int ID_LENGTH = 32;

    private final GatewaySettings settings;
    private final AddressGuard guard;
    private final GatewayClient client;
    private final @Nullable AccessTokens tokens;
    private final AnswerVerdict verdict;
    private final Pace pace;
    private final AtomicInteger turns = new AtomicInteger();

    HttpGatewayCourier(GatewaySettings settings, InstantSource clock, Sleeper sleeper, AddressGuard.Resolver resolver) {
        this.settings = requireNonNull(settings, "settings");
        this.guard = new AddressGuard(settings.privateAllowed(), resolver);
        this.client = new GatewayClient(settings, requireNonNull(clock, "clock"), guard);
        this.tokens = settings.auth() instanceof ClientCredentials credentials
                ? new AccessTokens(credentials, client, clock)
                : null;
        this.verdict = new AnswerVerdict(settings.answers(), settings.receipts() != null, secrets(settings), clock);
        this.pace = new Pace(settings.messagesPerMinute(), clock, sleeper);
    }

    /**
     * A courier with these settings.
     *
     * @param clock what the pace, the lifetime of tokens and the dates of answers go by
     */
    public static HttpGatewayCourier of(GatewaySettings settings, InstantSource clock) {
        return new HttpGatewayCourier(
                settings, clock, duration -> Thread.sleep(duration.toMillis()), InetAddress::getAllByName);
    }

    @Override
    public Channel channel() {
        return settings.channel();
    }

    @Override
    public int maxConnections() {
        return settings.connections();
    }

    /** A gateway on this machine may keep the messages, as one for tests does, or pass them on. */
    @Override
    public Reach reach() {
        return settings.isOnThisMachine() ? Reach.THIS_MACHINE : Reach.PEOPLE;
    }

    @Override
    public boolean recognisesRepeats() {
        return settings.repeatsRecognised();
    }

    @Override
    public boolean carries(Kind kind) {
        return !settings.hasTemplates() || settings.template(kind) != null;
    }

    @Override
    public boolean awaitTurn() throws InterruptedException {
        boolean waited = pace.await();
        turns.incrementAndGet();
        return waited;
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        String number = notice.address().value();
        if (!NUMBER.matcher(number).matches()) {
            return new Delivery.Refused(NoticeReason.NO_NUMBER.name());
        }
        GatewayTemplate template = settings.template(notice.kind());
        if (template == null && settings.hasTemplates()) {
            return new Delivery.Refused(NoticeReason.NO_GATEWAY_TEMPLATE.with(notice.kind()));
        }
        String text = notice.text().strip();
        if (template == null && settings.channel().equals(Channel.SMS)) {
            SmsText sms = SmsText.of(text);
            if (sms.segments() > settings.maxSegments()) {
                return new Delivery.Refused(NoticeReason.TOO_LONG.with(sms.segments()));
            }
            text = sms.value();
        }
        try {
            if (turns.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                pace.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.ChannelDown(NoticeReason.INTERRUPTED.name(), Duration.ofSeconds(1));
        }
        return send(notice, text, template);
    }

    private Delivery send(RenderedNotice notice, String text, @Nullable GatewayTemplate template) {
        String number = notice.address().value();
        Map<String, String> values = values(notice, text, template);
        Map<String, String> variables = Map.of();
        if (template != null) {
            Map<String, String> all = new HashMap<>(notice.variables());
            all.put("text", text);
            variables = template.fill(all);
        }
        URI target;
        try {
            target = URI.create(settings.url().url(values));
        } catch (IllegalArgumentException e) {
            return new Delivery.Refused(NoticeReason.NO_REQUEST.name());
        }
        String body = settings.body().body(values, variables);
        Map<String, String> headers = new LinkedHashMap<>();
        settings.headers().forEach((name, value) -> headers.put(name, value.header(values)));
        if (tokens == null) {
            sign(headers);
            return verdict.of(client.send(settings.method(), target, headers, contentType(), body), number);
        }
        return sendWithToken(tokens, target, headers, body, number);
    }

    /** A token that is refused is renewed once: a gateway that answers 401 has not taken the message. */
    private Delivery sendWithToken(
            AccessTokens given, URI target, Map<String, String> headers, String body, String number) {
        for (boolean last = false; ; last = true) {
            AccessTokens.Outcome outcome = given.token();
            if (!(outcome instanceof AccessTokens.Token token)) {
                return outcome instanceof AccessTokens.Unreachable unreachable
                        ? AnswerVerdict.of(unsent(unreachable.why()))
                        : new Delivery.ChannelDown(
                                NoticeReason.NO_TOKEN.with("HTTP " + ((AccessTokens.Refused) outcome).status()),
                                Duration.ZERO);
            }
            headers.put("Authorization", "Bearer " + token.value());
            Result result = client.send(settings.method(), target, headers, contentType(), body);
            if (!(result instanceof Answer answer) || answer.status() != UNAUTHORIZED || last) {
                return verdict.hiding(token.value()).of(result, number);
            }
            given.reject(token);
        }
    }

    /** The request for a token may have arrived; the message was not part of it. */
    private static GatewayClient.NoAnswer unsent(GatewayClient.NoAnswer why) {
        return new GatewayClient.NoAnswer(false, why.trouble(), why.detail());
    }

    /** What signs in, and what the headers of the settings say: one of them may be a key. */
    private static Set<String> secrets(GatewaySettings settings) {
        Set<String> secrets = new HashSet<>(settings.auth().secrets());
        settings.headers().values().stream()
                .flatMap(value -> value.literals().stream())
                .forEach(part -> secrets.addAll(GatewayAuth.secrets(part)));
        Set.copyOf(secrets).forEach(secret -> secrets.add(RequestTemplate.encode(secret))); // as a form has it
        return secrets;
    }

    private String contentType() {
        return settings.body().contentType();
    }

    private void sign(Map<String, String> headers) {
        if (settings.auth() instanceof GatewayAuth.Basic basic) {
            headers.put("Authorization", AccessTokens.basic(basic.user(), basic.password()));
        } else if (settings.auth() instanceof GatewayAuth.HeaderKey key) {
            headers.put(key.header(), key.key());
        }
    }

    private Map<String, String> values(RenderedNotice notice, String text, @Nullable GatewayTemplate template) {
        String to = notice.address().value();
        Map<String, String> values = new HashMap<>();
        values.put("to", to);
        values.put("to_digits", digits(to));
        values.put("text", text);
        values.put("from", settings.from());
        values.put("from_digits", digits(settings.from()));
        values.put("user", settings.user());
        values.put("password", settings.auth() instanceof GatewayAuth.None none ? none.secret() : "");
        values.put("id", notice.key().hex().substring(0, ID_LENGTH));
        values.put("kind", notice.kind().name());
        values.put("language", notice.language().getLanguage());
        values.put("template", template == null ? "" : template.name());
        return values;
    }

    private static String digits(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    /**
     * Why no request may go to the gateway now: its name is not known, or its address is of this machine or of the local network, which the
     * settings do not allow. Empty if requests may. Looks the name up, and sends nothing.
     */
    public Optional<NoticeReason> unreachable() {
        try {
            return guard.permits(settings.place()) ? Optional.empty() : Optional.of(NoticeReason.FORBIDDEN_ADDRESS);
        } catch (UnknownHostException e) {
            return Optional.of(NoticeReason.NO_CONNECTION);
        }
    }

    /** Lets connections end. */
    @Override
    public void release() {
        client.release();
    }
}
