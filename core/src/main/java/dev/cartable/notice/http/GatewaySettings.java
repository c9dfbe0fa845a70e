package dev.cartable.notice.http;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway for short messages is and what it expects. Immutable; its text form shows the host alone.
 *
 * <p>URL, headers and body have placeholders: {@code {to}} is the recipient's number such as {@code +224620123456} and {@code {to_digits}}
 * the same without the plus sign; {@code {text}} is the text; {@code {from}} and {@code {from_digits}} are the sender; {@code {user}} and
 * {@code {password}} stand for the settings of these names; {@code {id}} is the same for each attempt to send a message, for gateways that
 * recognise repeated requests; {@code {kind}} and {@code {language}} are the notice's. {@code {template}} is the name of a template that the
 * gateway keeps; see {@link Builder#template}.
 */
public final class GatewaySettings {
    private static final int MOST_CONNECTIONS = 20;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Set<String> SET_BY_JAVA =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "content-type");

    static final Set<String> PLACEHOLDERS = Set.of(
            "to", "to_digits", "text", "from", "from_digits", "user", "password", "id", "kind", "language", "template");

    private final RequestTemplate url;
    private final URI place;
    private final String method;
    private final GatewayAuth auth;
    private final String user;
    private final Map<String, RequestTemplate> headers;
    private final RequestTemplate body;
    private final String from;
    private final Channel channel;
    private final Map<Kind, GatewayTemplate> templates;
    private final AnswerRules answers;
    private final @Nullable ReceiptRules receipts;
    private final boolean repeatsRecognised;
    private final boolean privateAllowed;
    private final Duration connectTimeout;
    private final Duration timeout;
    private final int connections;
    private final int messagesPerMinute;
    private final int maxSegments;
    private final @Nullable SSLContext tls;

    private GatewaySettings(Builder given) {
        Set<String> known = PLACEHOLDERS;
        this.url = RequestTemplate.line("url", required("url", given.url), known);
        this.place = place("url", url.sample(), given.plainAllowed);
        require(
                "BAD_URL",
                "url",
                RequestTemplate.line(
                                "url", given.url.split("[?#]", 2)[0].replaceFirst("(https?://[^/]*).*", "$1"), known)
                        .placeholders()
                        .isEmpty(),
                "its host has a placeholder");
        this.method = given.method.toUpperCase(Locale.ROOT);
        require("BAD_METHOD", "method", Set.of("POST", "PUT").contains(method), "POST and PUT are possible");
        this.auth = given.auth;
        this.user = given.user;
        if (auth instanceof GatewayAuth.ClientCredentials client) {
            place("token-url", client.tokenUrl().toString(), given.plainAllowed);
        }
        Map<String, RequestTemplate> lines = new LinkedHashMap<>();
        given.headers.forEach((name, value) -> {
            String setting = "header." + name;
            require("BAD_HEADER", setting, isHeader(name), "this header cannot be set");
            require(
                    "BAD_VALUE",
                    setting,
                    HEADER_VALUE.matcher(value.strip()).matches(),
                    "it has a character in it that no header can have");
            lines.put(name, RequestTemplate.line(setting, value, known));
        });
        this.headers = Map.copyOf(lines);
        this.body = RequestTemplate.body(required("body", given.body), known);
        Set<String> used = new HashSet<>(url.placeholders());
        used.addAll(body.placeholders());
        require("MISSING", "body", used.contains("to") || used.contains("to_digits"), "neither it nor url has {to}");
        require(
                "MISSING",
                "body",
                used.contains("text") || used.contains("template"),
                "neither it nor url has {text} or {template}");
        require("MISSING", "from", !given.from.isEmpty() || !used.contains("from"), "the request has {from}");
        this.from = given.from;
        this.channel = given.channel;
        require(
                "MISSING",
                "template",
                !used.contains("template") || !given.templates.isEmpty(),
                "the request has {template}, and there is no template for any kind of notice");
        this.templates = Map.copyOf(given.templates);
        this.answers = new AnswerRules(
                Set.copyOf(given.success),
                Set.copyOf(given.unsent),
                given.id,
                given.status,
                Set.copyOf(given.accepted),
                Set.copyOf(given.later),
                Set.copyOf(given.badNumber),
                Set.copyOf(given.channelDown),
                given.reason);
        this.receipts = given.receipts;
        require("MISSING", "id", receipts == null || answers.id() != null, "receipts name the gateway's id");
        this.repeatsRecognised = given.repeatsRecognised;
        this.privateAllowed = given.privateAllowed;
        this.connectTimeout = timeout("connect-timeout", given.connectTimeout);
        this.timeout = timeout("timeout", given.timeout);
        this.connections = given.connections;
        require(
                "OUT_OF_RANGE",
                "connections",
                connections >= 1 && connections <= MOST_CONNECTIONS,
                "1 to " + MOST_CONNECTIONS + " are possible");
        this.messagesPerMinute = given.messagesPerMinute;
        require("OUT_OF_RANGE", "per-minute", messagesPerMinute >= 0, "it is negative");
        this.maxSegments = given.maxSegments;
        require("OUT_OF_RANGE", "max-segments", maxSegments >= 1 && maxSegments <= 255, "1 to 255 are possible");
        this.tls = given.tls;
    }

    /** Settings for a gateway at a URL, to be changed from their defaults. */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /**
     * Reads settings by their names, such as {@code url}, {@code auth}, {@code body}, {@code header.Accept} and
     * {@code template.reminder.absence}: those of the command line and of the starter, without what they put before each.
     * {@code preset} is the name of a gateway whose settings come with Cartable: {@code africas-talking}, {@code orange}, {@code twilio} or
     * {@code whatsapp}. Each other setting takes the place of the preset's.
     *
     * @throws GatewaySettingsException if one is missing, unknown, or cannot work; the message repeats no secret
     */
    public static GatewaySettings of(Map<String, String> properties) {
        return GatewayProperties.read(properties);
    }

    private static String required(String what, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new GatewaySettingsException("MISSING", what, what + ": it is missing");
        }
        return value;
    }

    private static void require(String code, String what, boolean holds, String message) {
        if (!holds) {
            throw new GatewaySettingsException(code, what, what + ": " + message);
        }
    }

    private static boolean isHeader(String name) {
        return HEADER.matcher(name).matches() && !SET_BY_JAVA.contains(name.toLowerCase(Locale.ROOT));
    }

    private static Duration timeout(String what, Duration value) {
        require(
                "OUT_OF_RANGE",
                what,
                value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(Duration.ofMinutes(10)) <= 0,
                "1 ms to 10 minutes are possible");
        return value;
    }

    /** The scheme, host and port of a URL that may be used. */
    private static URI place(String what, String url, boolean plainAllowed) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new GatewaySettingsException("BAD_URL", what, what + ": it is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        require("BAD_URL", what, web && uri.getHost() != null, "it is not a URL such as https://gateway.example/send");
        require("BAD_URL", what, uri.getRawUserInfo() == null, "user and password are settings of their own");
        require(
                "PLAIN",
                what,
                scheme.equals("https") || plainAllowed || isLoopback(uri.getHost()),
                "http would show every message to the network: write https, or allow plain expressly");
        return uri;
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** The channel that the gateway serves. */
    public Channel channel() {
        return channel;
    }

    /** The host of the gateway. */
    public String host() {
        return place.getHost();
    }

    /** The address of the gateway. */
    URI place() {
        return place;
    }

    /** How many segments a message may have. */
    public int maxSegments() {
        return maxSegments;
    }

    boolean isOnThisMachine() {
        return isLoopback(place.getHost());
    }

    RequestTemplate url() {
        return url;
    }

    String method() {
        return method;
    }

    GatewayAuth auth() {
        return auth;
    }

    /** What {@code {user}} stands for. */
    String user() {
        return user;
    }

    Map<String, RequestTemplate> headers() {
        return headers;
    }

    RequestTemplate body() {
        return body;
    }

    String from() {
        return from;
    }

    /** The gateway's template for a kind; null if it has none. */
    @Nullable
    GatewayTemplate template(Kind kind) {
        return templates.get(kind);
    }

    /** Whether messages go by templates that the gateway keeps. */
    boolean hasTemplates() {
        return !templates.isEmpty();
    }

    AnswerRules answers() {
        return answers;
    }

    /** What receipts mean; null if the gateway sends none. */
    @Nullable
    ReceiptRules receipts() {
        return receipts;
    }

    boolean repeatsRecognised() {
        return repeatsRecognised;
    }

    boolean privateAllowed() {
        return privateAllowed;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration timeout() {
        return timeout;
    }

    int connections() {
        return connections;
    }

    int messagesPerMinute() {
        return messagesPerMinute;
    }

    @Nullable
    SSLContext tls() {
        return tls;
    }

    @Override
    public String toString() {
        return "GatewaySettings[" + channel + " by " + place.getHost() + "]";
    }

    /** Builds {@link GatewaySettings}. The defaults are given first in each method's description. */
    public static final class Builder {
        private final String url;
        private String method = "POST";
        private GatewayAuth auth = new GatewayAuth.None("");
        private String user = "";
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String body = "";
        private String from = "";
        private Channel channel = Channel.SMS;
        private final Map<Kind, GatewayTemplate> templates = new LinkedHashMap<>();
        private final Set<Integer> success = new TreeSet<>();
        private Set<Integer> unsent = Set.of(503);
        private @Nullable JsonPath id;
        private @Nullable JsonPath status;
        private final Set<String> accepted = new HashSet<>();
        private final Set<String> later = new HashSet<>();
        private final Set<String> badNumber = new HashSet<>();
        private final Set<String> channelDown = new HashSet<>();
        private @Nullable JsonPath reason;
        private @Nullable ReceiptRules receipts;
        private boolean repeatsRecognised;
        private boolean plainAllowed;
        private boolean privateAllowed;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration timeout = Duration.ofSeconds(30);
        private int connections = 1;
        private int messagesPerMinute;
        private int maxSegments = 4;
        private @Nullable SSLContext tls;

        private Builder(String url) {
            this.url = requireNonNull(url, "url");
        }

        /** POST. PUT is the other one: a GET may be repeated on the way, and a proxy may answer it. */
        public Builder method(String value) {
            method = requireNonNull(value, "method");
            return this;
        }

        /** None. The value of {@code {user}}, for a gateway that wants it in the request whatever the sign-in. */
        public Builder user(String value) {
            user = requireNonNull(value, "user");
            return this;
        }

        /** No sign-in. The values of {@code {user}} and {@code {password}} in the request. */
        public Builder credentials(String userName, String password) {
            auth = new GatewayAuth.None(requireNonNull(password, "password"));
            return user(userName);
        }

        /** No sign-in. By HTTP Basic (RFC 7617). */
        public Builder basic(String userName, String password) {
            auth = new GatewayAuth.Basic(required("user", userName), required("password", password));
            return user(userName);
        }

        /** No sign-in. By a key in a header, such as {@code apiKey}, or {@code Authorization} with {@code Bearer …}. */
        public Builder headerKey(String header, String key) {
            require("BAD_HEADER", "key-header", isHeader(header), "this header cannot be set");
            require(
                    "BAD_KEY",
                    "key",
                    HEADER_VALUE.matcher(required("key", key)).matches(),
                    "it has a character in it that no header can have");
            auth = new GatewayAuth.HeaderKey(header, key);
            return this;
        }

        /**
         * No sign-in. By a token for the client's credentials (OAuth 2.0, RFC 6749, 4.4), which is renewed before it expires.
         *
         * @param scope empty for none
         */
        public Builder clientCredentials(String tokenUrl, String clientId, String clientSecret, String scope) {
            URI uri;
            try {
                uri = URI.create(required("token-url", tokenUrl));
            } catch (IllegalArgumentException e) {
                throw new GatewaySettingsException("BAD_URL", "token-url", "token-url: it is not a URL");
            }
            auth = new GatewayAuth.ClientCredentials(
                    uri,
                    required("client-id", clientId),
                    required("client-secret", clientSecret),
                    requireNonNull(scope, "scope"));
            return this;
        }

        /** {@code Accept: application/json}. A further header, or another value for that one. */
        public Builder header(String name, String value) {
            headers.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
            return this;
        }

        /** None; it is required. A form such as {@code To={to}&Body={text}}, or a JSON document. */
        public Builder body(String value) {
            body = requireNonNull(value, "body");
            return this;
        }

        /** None. The sender's number or name, for {@code {from}}. */
        public Builder from(String value) {
            from = requireNonNull(value, "from");
            return this;
        }

        /** {@link Channel#SMS}. Texts of another channel are sent as they are, without a limit of segments. */
        public Builder channel(Channel value) {
            channel = requireNonNull(value, "channel");
            return this;
        }

        /**
         * None. The template that the gateway keeps for a kind of notice, such as {@code absence_alert(pupil, day)}: its name is
         * {@code {template}}, and in an array whose only element has {@code {value}} or {@code {name}} in it, the element is repeated for
         * each variable. {@code text} is the whole text. A kind without a template is not sent as soon as there is one for another.
         */
        public Builder template(Kind kind, String value) {
            templates.put(requireNonNull(kind, "kind"), GatewayTemplate.parse(GatewayTemplate.setting(kind), value));
            return this;
        }

        /** All from 200 to 299. The HTTP statuses of a message that was taken. */
        public Builder success(int... statuses) {
            for (int one : statuses) {
                success.add(one);
            }
            return this;
        }

        /**
         * 503. The HTTP statuses from 500 on with which the gateway has certainly not taken the message, which is then sent later. After
         * any other of them, it is not known whether it was sent.
         */
        public Builder unsent(int... statuses) {
            Set<Integer> all = new TreeSet<>();
            for (int one : statuses) {
                all.add(one);
            }
            unsent = all;
            return this;
        }

        /**
         * Nowhere. Where the gateway's id of the message stands in its JSON answer, as a JSON Pointer (RFC 6901). If it is a URL, its last
         * part counts. An answer without it is not understood.
         */
        public Builder id(String path) {
            id = JsonPath.parse("id", path);
            return this;
        }

        /**
         * Nowhere. Where the status of the recipient stands in the JSON answer, and which of them mean that the message was taken. Any
         * other refuses the recipient, unless it is one of {@link #badNumber}, {@link #later} or {@link #channelDown}.
         */
        public Builder status(String path, String... acceptedStatuses) {
            status = JsonPath.parse("status", path);
            accepted.addAll(List.of(acceptedStatuses));
            return this;
        }

        /** None. The statuses of a recipient who may be tried again later. */
        public Builder later(String... statuses) {
            later.addAll(List.of(statuses));
            return this;
        }

        /** None. The statuses of a recipient whose number is the reason. Several of them in a row do not pause the channel. */
        public Builder badNumber(String... statuses) {
            badNumber.addAll(List.of(statuses));
            return this;
        }

        /** None. The statuses or reasons with which no recipient is served, such as that the account is empty. */
        public Builder channelDown(String... statuses) {
            channelDown.addAll(List.of(statuses));
            return this;
        }

        /** Nowhere. Where the gateway's words about a refusal stand in its JSON answer. */
        public Builder reason(String path) {
            reason = JsonPath.parse("reason", path);
            return this;
        }

        /**
         * The gateway sends no receipts. Where a receipt that it posts, a JSON document or a form whose fields are read like one, says what.
         *
         * @param items where the receipts stand in what is posted, such as {@code /entry/*}; empty if it is one itself
         * @param idPath where the gateway's id of the message stands in one of them
         * @param statusPath where its status stands
         * @param delivered the statuses of a message that has arrived
         * @param failed the statuses of a message that will not arrive
         * @param reasonPath where the gateway's words stand; empty for nowhere
         */
        public Builder receipts(
                String items,
                String idPath,
                String statusPath,
                Set<String> delivered,
                Set<String> failed,
                String reasonPath) {
            receipts = new ReceiptRules(
                    items.isEmpty() ? JsonPath.WHOLE : JsonPath.parse("receipt.items", items),
                    JsonPath.parse("receipt.id", idPath),
                    JsonPath.parse("receipt.status", statusPath),
                    Set.copyOf(delivered),
                    Set.copyOf(failed),
                    reasonPath.isEmpty() ? null : JsonPath.parse("receipt.reason", reasonPath));
            return this;
        }

        /** It does not. The gateway sends a message once if a request with the same {@code {id}} comes again. */
        public Builder recognisesRepeats() {
            repeatsRecognised = true;
            return this;
        }

        /** Not allowed. Lets messages and secrets cross a network in clear, by http. To this machine, it is always allowed. */
        public Builder allowPlain() {
            plainAllowed = true;
            return this;
        }

        /** Not allowed. Lets the gateway be on this machine or in the local network, as a modem in the school's office is. */
        public Builder allowPrivateAddresses() {
            privateAllowed = true;
            return this;
        }

        /** 10 s. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = requireNonNull(value, "connectTimeout");
            return this;
        }

        /** 30 s. For the whole request, until the last byte of the answer. */
        public Builder timeout(Duration value) {
            timeout = requireNonNull(value, "timeout");
            return this;
        }

        /** 1. How many requests may be under way at the same time; 1 to 20. */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /** 0: no limit. At most so many messages, evenly spaced. */
        public Builder messagesPerMinute(int value) {
            messagesPerMinute = value;
            return this;
        }

        /** 4. A longer message is refused. */
        public Builder maxSegments(int value) {
            maxSegments = value;
            return this;
        }

        /** Java's own list of authorities. Another one trusts, for instance, a school's own; host names are checked all the same. */
        public Builder tls(SSLContext value) {
            tls = requireNonNull(value, "tls");
            return this;
        }

        /**
         * The settings.
         *
         * @throws GatewaySettingsException if they cannot work, or if messages would cross a network in clear unallowed
         */
        public GatewaySettings build() {
            return new GatewaySettings(this);
        }
    }
}
