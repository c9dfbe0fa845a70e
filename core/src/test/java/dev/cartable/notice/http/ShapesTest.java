package dev.cartable.notice.http;

import static dev.cartable.notice.http.ShortMessages.KIND;
import static dev.cartable.notice.http.ShortMessages.NOW;
import static dev.cartable.notice.http.ShortMessages.NUMBER;
import static dev.cartable.notice.http.ShortMessages.courier;
import static dev.cartable.notice.http.ShortMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.http.ScriptedGateway.Request;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.DeliveryReceipt.State;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Courier.Delivery;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that come with Cartable, against answers and receipts of the form that these gateways document. */
class ShapesTest {
    private static final String TEXT = "Élève absent : l’après-midi & \"soir\"\n100 %";
    private static final String SENT_TEXT = "Élève absent : l'après-midi & \"soir\"\n100 %";

    private final ScriptedGateway gateway = new ScriptedGateway();

    @AfterEach
    void end() throws IOException {
        gateway.close();
    }

    /** A preset whose requests go to this machine. */
    private Map<String, String> preset(String name, Map<String, String> own) {
        Map<String, String> settings = new HashMap<>(own);
        settings.put("preset", name);
        settings.put("allow-private-addresses", "true");
        return settings;
    }

    private GatewaySettings orange() {
        return GatewaySettings.of(preset(
                "orange",
                Map.of(
                        "url", gateway.url("/smsmessaging/v1/outbound/tel%3A%2B{from_digits}/requests"),
                        "token-url", gateway.url("/oauth/v3/token"),
                        "client-id", "id-1",
                        "client-secret", "s3cret",
                        "from", "+2240000")));
    }

    private GatewaySettings twilio() {
        return GatewaySettings.of(preset(
                "twilio",
                Map.of(
                        "url", gateway.url("/2010-04-01/Accounts/{user}/Messages.json"),
                        "user", "AC123",
                        "password", "s3cret",
                        "from", "+15005550006")));
    }

    private GatewaySettings africasTalking() {
        return GatewaySettings.of(preset(
                "africas-talking",
                Map.of("url", gateway.url("/version1/messaging"), "user", "ecole", "key", "s3cret", "from", "ECOLE")));
    }

    private GatewaySettings whatsapp() {
        return GatewaySettings.of(preset(
                "whatsapp",
                Map.of(
                        "url", gateway.url("/v21.0/{from}/messages"),
                        "from", "10077",
                        "key", "Bearer s3cret",
                        "template.reminder.absence", "absence_alert(pupil, day)",
                        "template.account.notice", "plain_notice(text)")));
    }

    @Test
    void orangeTakesAMessageForAToken() {
        gateway.then(200, "{\"token_type\":\"Bearer\",\"access_token\":\"tok-1\",\"expires_in\":3600}")
                .then(201, """
                        {"outboundSMSMessageRequest":{"address":["tel:+224620123456"],"senderAddress":"tel:+2240000",
                        "outboundSMSTextMessage":{"message":"x"},
                        "resourceURL":"https://api.orange.com/smsmessaging/v1/outbound/tel:+2240000/requests/8b3c-77"}}""");

        Delivery delivery = courier(orange()).deliver(message(TEXT));

        assertThat(delivery).isEqualTo(new Delivery.Accepted("HTTP 201 8b3c-77", "8b3c-77"));
        Request token = gateway.requests().get(0);
        assertThat(token.line()).isEqualTo("POST /oauth/v3/token HTTP/1.1");
        assertThat(token.header("Authorization")).isEqualTo("Basic aWQtMTpzM2NyZXQ=");
        assertThat(token.body()).isEqualTo("grant_type=client_credentials");
        Request sent = gateway.requests().get(1);
        assertThat(sent.line()).isEqualTo("POST /smsmessaging/v1/outbound/tel%3A%2B2240000/requests HTTP/1.1");
        assertThat(sent.header("Authorization")).isEqualTo("Bearer tok-1");
        assertThat(sent.header("Content-Type")).isEqualTo("application/json");
        assertThat(JsonPath.document(sent.body()))
                .isEqualTo(Map.of(
                        "outboundSMSMessageRequest",
                        Map.of(
                                "address",
                                "tel:" + NUMBER,
                                "senderAddress",
                                "tel:+2240000",
                                "outboundSMSTextMessage",
                                Map.of("message", SENT_TEXT))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'requestError':{'serviceException':{'messageId':'SVC0004','text':'No valid addresses'}}} | Refused[answer=HTTP 400: No valid addresses]",
                "403 | {'requestError':{'policyException':{'messageId':'POL1009','text':'User is not provisioned'}}} | ChannelDown[answer=HTTP 403: User is not provisioned, pause=PT0S]",
                "429 | {'code':53,'message':'Too many requests'} | ChannelDown[answer=HTTP 429: Too many requests, pause=PT0S]"
            })
    void orangeRefuses(int status, String body, String outcome) {
        gateway.then(200, "{\"access_token\":\"tok-1\",\"expires_in\":\"3600\"}")
                .then(status, body.replace('\'', '"'));

        assertThat(courier(orange()).deliver(message(TEXT))).hasToString(outcome);
    }

    @Test
    void twilioTakesAMessage() {
        gateway.then(201, "{\"sid\":\"SM9\",\"status\":\"queued\",\"error_code\":null,\"error_message\":null}");

        assertThat(courier(twilio()).deliver(message(TEXT))).isEqualTo(new Delivery.Accepted("HTTP 201 SM9", "SM9"));
        Request sent = gateway.requests().get(0);
        assertThat(sent.line()).isEqualTo("POST /2010-04-01/Accounts/AC123/Messages.json HTTP/1.1");
        assertThat(sent.header("Authorization")).isEqualTo("Basic QUMxMjM6czNjcmV0");
        assertThat(sent.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(sent.body())
                .isEqualTo("To=%2B224620123456&From=%2B15005550006&Body=%C3%89l%C3%A8ve%20absent%20%3A%20"
                        + "l%27apr%C3%A8s-midi%20%26%20%22soir%22%0A100%20%25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'code':21211,'message':'Invalid To +224620123456','status':400} | Refused[answer=BAD_NUMBER: HTTP 400 21211: Invalid To (number)]",
                "400 | {'code':21606,'message':'From is not yours','status':400} | ChannelDown[answer=HTTP 400 21606: From is not yours, pause=PT0S]",
                "401 | {'code':20003,'message':'Authenticate','status':401} | ChannelDown[answer=HTTP 401 20003: Authenticate, pause=PT0S]",
                "429 | {'code':20429,'message':'Too Many Requests','status':429} | ChannelDown[answer=HTTP 429 20429: Too Many Requests, pause=PT0S]",
                "201 | {'sid':'SM1','status':'failed','error_message':'no'} | Refused[answer=HTTP 201 failed: no]"
            })
    void twilioRefuses(int status, String body, String outcome) {
        gateway.then(status, body.replace('\'', '"'));

        assertThat(courier(twilio()).deliver(message(TEXT))).hasToString(outcome);
    }

    @Test
    void africasTalkingTakesAMessage() {
        gateway.then(201, """
                {"SMSMessageData":{"Message":"Sent to 1/1 Total Cost: XOF 20","Recipients":[
                {"statusCode":101,"number":"+224620123456","status":"Success","cost":"XOF 20","messageId":"ATXid_9"}]}}""");

        assertThat(courier(africasTalking()).deliver(message("Bonjour")))
                .isEqualTo(new Delivery.Accepted("HTTP 201 ATXid_9", "ATXid_9"));
        Request sent = gateway.requests().get(0);
        assertThat(sent.header("apiKey")).isEqualTo("s3cret");
        assertThat(sent.header("Accept")).isEqualTo("application/json");
        assertThat(sent.body()).isEqualTo("username=ecole&to=%2B224620123456&from=ECOLE&message=Bonjour");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'statusCode':403,'status':'InvalidPhoneNumber','messageId':'None'} | Refused[answer=BAD_NUMBER: HTTP 201 403: InvalidPhoneNumber]",
                "{'statusCode':405,'status':'InsufficientBalance','messageId':'None'} | ChannelDown[answer=HTTP 201 405: InsufficientBalance, pause=PT0S]",
                "{'statusCode':501,'status':'GatewayError','messageId':'None'} | TryLater[answer=HTTP 201 501: GatewayError]",
                "{'statusCode':401,'status':'RiskHold','messageId':'None'} | Refused[answer=HTTP 201 401: RiskHold]"
            })
    void africasTalkingRefusesARecipient(String recipient, String outcome) {
        gateway.then(
                201,
                ("{'SMSMessageData':{'Message':'Sent to 0/1','Recipients':[" + recipient + "]}}").replace('\'', '"'));

        assertThat(courier(africasTalking()).deliver(message("Bonjour"))).hasToString(outcome);
    }

    @Test
    void africasTalkingRefusesASender() {
        gateway.then(201, "{\"SMSMessageData\":{\"Message\":\"InvalidSenderId\",\"Recipients\":[]}}");

        assertThat(courier(africasTalking()).deliver(message("Bonjour")))
                .isEqualTo(new Delivery.ChannelDown("HTTP 201 InvalidSenderId", Duration.ZERO));
    }

    @Test
    void whatsappTakesTheNameOfATemplateAndItsVariables() {
        gateway.then(200, """
                {"messaging_product":"whatsapp","contacts":[{"input":"224620123456","wa_id":"224620123456"}],
                "messages":[{"id":"wamid.HBgM","message_status":"accepted"}]}""");

        Delivery delivery = courier(whatsapp())
                .deliver(message(
                        KIND, NUMBER, TEXT, Map.of("pupil", "Aïssatou \"Aïcha\"\nBah", "day", "lundi", "name", "x")));

        assertThat(delivery).isEqualTo(new Delivery.Accepted("HTTP 200 wamid.HBgM", "wamid.HBgM"));
        Request sent = gateway.requests().get(0);
        assertThat(sent.line()).isEqualTo("POST /v21.0/10077/messages HTTP/1.1");
        assertThat(sent.header("Authorization")).isEqualTo("Bearer s3cret");
        assertThat(JsonPath.document(sent.body()))
                .isEqualTo(Map.of(
                        "messaging_product", "whatsapp",
                        "recipient_type", "individual",
                        "to", "224620123456",
                        "type", "template",
                        "template",
                                Map.of(
                                        "name", "absence_alert",
                                        "language", Map.of("code", "fr"),
                                        "components",
                                                List.of(Map.of(
                                                        "type",
                                                        "body",
                                                        "parameters",
                                                        List.of(
                                                                Map.of(
                                                                        "type",
                                                                        "text",
                                                                        "text",
                                                                        "Aïssatou \"Aïcha\" Bah"),
                                                                Map.of("type", "text", "text", "lundi")))))));
    }

    @Test
    void whatsappFillsATemplateWithTheWholeTextOnOneLine() {
        gateway.then(200, "{\"messages\":[{\"id\":\"wamid.1\"}]}");

        courier(whatsapp()).deliver(message(Kind.of("account.notice"), NUMBER, "Une\n\nligne", Map.of()));

        assertThat(gateway.requests().get(0).body()).contains("\"text\":\"Une ligne\"");
    }

    @Test
    void whatsappHasNoTemplateForAKind() {
        assertThat(courier(whatsapp()).deliver(message(Kind.of("reminder.payment"), NUMBER, TEXT, Map.of())))
                .isEqualTo(new Delivery.Refused("NO_GATEWAY_TEMPLATE: reminder.payment"));
        assertThat(gateway.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | 131026 | Message undeliverable | Refused[answer=BAD_NUMBER: HTTP 400 131026: Message undeliverable]",
                "400 | 100 | Invalid parameter | Refused[answer=HTTP 400 100: Invalid parameter]",
                "401 | 190 | Token expired | ChannelDown[answer=HTTP 401 190: Token expired, pause=PT0S]",
                "400 | 131056 | Pair rate limit | TryLater[answer=HTTP 400 131056: Pair rate limit]",
                "429 | 130429 | Rate limit | ChannelDown[answer=HTTP 429 130429: Rate limit, pause=PT0S]",
                "500 | 1 | Unknown | Unknown[answer=HTTP 500 1: Unknown]"
            })
    void whatsappRefuses(int status, int code, String message, String outcome) {
        gateway.then(status, "{\"error\":{\"message\":\"" + message + "\",\"code\":" + code + "}}");

        assertThat(courier(whatsapp()).deliver(message(KIND, NUMBER, TEXT, Map.of())))
                .hasToString(outcome);
    }

    private static GatewayReceipts.Reading read(GatewaySettings settings, String body) {
        return GatewayReceipts.of(settings).orElseThrow().read(body, NOW);
    }

    private static DeliveryReceipt receipt(String id, State state, String detail) {
        return new DeliveryReceipt(Channel.SMS, id, state, detail, NOW);
    }

    @Test
    void readsReceiptsOfOrange() {
        String body = """
                {"deliveryInfoNotification":{"callbackData":"8b3c-77",
                "deliveryInfo":{"address":"tel:+224620123456","deliveryStatus":"%s"}}}""";

        assertThat(read(orange(), body.formatted("DeliveredToTerminal")).receipts())
                .containsExactly(receipt("8b3c-77", State.DELIVERED, "DeliveredToTerminal"));
        assertThat(read(orange(), body.formatted("DeliveryImpossible")).receipts())
                .containsExactly(receipt("8b3c-77", State.FAILED, "DeliveryImpossible"));
        assertThat(read(orange(), body.formatted("DeliveredToNetwork")))
                .isEqualTo(new GatewayReceipts.Reading(List.of(), 1, 0));
    }

    @Test
    void readsReceiptsOfTwilio() {
        assertThat(read(
                                twilio(),
                                "SmsSid=SM9&MessageSid=SM9&MessageStatus=delivered&To=%2B224620123456&ApiVersion=2010-04-01")
                        .receipts())
                .containsExactly(receipt("SM9", State.DELIVERED, "delivered"));
        assertThat(read(twilio(), "MessageSid=SM9&MessageStatus=undelivered&ErrorCode=30003&To=%2B224620123456")
                        .receipts())
                .containsExactly(receipt("SM9", State.FAILED, "undelivered: 30003"));
        assertThat(read(twilio(), "MessageSid=SM9&MessageStatus=sent").pending())
                .isEqualTo(1);
    }

    @Test
    void readsReceiptsOfAfricasTalking() {
        assertThat(read(africasTalking(), "id=ATXid_9&status=Success&phoneNumber=%2B224620123456&networkCode=61101")
                        .receipts())
                .containsExactly(receipt("ATXid_9", State.DELIVERED, "Success"));
        assertThat(read(africasTalking(), "id=ATXid_9&status=Failed&failureReason=UserInBlackList&retryCount=0")
                        .receipts())
                .containsExactly(receipt("ATXid_9", State.FAILED, "Failed: UserInBlackList"));
        assertThat(read(africasTalking(), "id=ATXid_9&status=Buffered").pending())
                .isEqualTo(1);
    }

    @Test
    void readsReceiptsOfWhatsapp() {
        GatewayReceipts.Reading reading = read(whatsapp(), """
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[
                {"field":"messages","value":{"messaging_product":"whatsapp","statuses":[
                 {"id":"wamid.1","status":"sent","timestamp":"1764316800","recipient_id":"224620123456"},
                 {"id":"wamid.2","status":"delivered","timestamp":"1764316800"}]}},
                {"field":"messages","value":{"statuses":[
                 {"id":"wamid.3","status":"failed","errors":[{"code":131026,"title":"No WhatsApp at +224620123456"}]},
                 {"status":"delivered"}]}}]}]}""");

        assertThat(reading.receipts())
                .containsExactly(
                        receipt("wamid.2", State.DELIVERED, "delivered"),
                        receipt("wamid.3", State.FAILED, "failed: No WhatsApp at (number)"));
        assertThat(reading.pending()).isEqualTo(1);
        assertThat(reading.notUnderstood()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"``", "{}", "{\"entry\":", "[]", "hello", "a=%zz", "{\"entry\":[{\"changes\":[]}]}"})
    void saysThatARequestWasNotUnderstood(String body) {
        assertThat(read(whatsapp(), body)).isEqualTo(new GatewayReceipts.Reading(List.of(), 0, 1));
    }

    @Test
    void aFieldThatIsNotWellEncodedIsTakenAsItIs() {
        assertThat(read(africasTalking(), "id=ATXid_9&status=Failed&failureReason=100%")
                        .receipts())
                .containsExactly(receipt("ATXid_9", State.FAILED, "Failed: 100%"));
    }

    @Test
    void aRequestOfMoreThanAMebibyteIsNotUnderstood() {
        String start = "id=ATXid_9&status=Buffered&x=";
        String longest = start + "x".repeat(1_048_576 - start.length());

        assertThat(read(africasTalking(), longest)).isEqualTo(new GatewayReceipts.Reading(List.of(), 1, 0));
        assertThat(read(africasTalking(), longest + "x")).isEqualTo(new GatewayReceipts.Reading(List.of(), 0, 1));
    }

    @Test
    void noTextFormShowsASecret() {
        assertThat(List.of(orange(), twilio(), africasTalking(), whatsapp()))
                .extracting(settings -> settings + " " + settings.auth())
                .containsExactly(
                        "GatewaySettings[SMS by localhost] ClientCredentials[localhost]",
                        "GatewaySettings[SMS by localhost] Basic",
                        "GatewaySettings[SMS by localhost] HeaderKey[apiKey]",
                        "GatewaySettings[SMS by localhost] HeaderKey[Authorization]");
        assertThat(new GatewayAuth.None("s3cret")).hasToString("None");
        assertThat(new AccessTokens.Token("s3cret", NOW)).hasToString("Token[hidden]");
        assertThat(new GatewayClient.Answer(200, HttpHeaders.of(Map.of(), (name, value) -> true), "s3cret"))
                .hasToString("Answer[200]");
    }
}
