package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.http.GatewayReceipts;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.school.port.PhoneNumbers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A gateway for short messages under cartable.sms. */
class SpringSmsTest {
    private static final Kind ABSENCE = Kind.of("reminder.absence");
    private static final PhoneNumber NUMBER = new PhoneNumber("+224620123456");

    private static ApplicationContextRunner gateway(String... properties) {
        return Runners.complete()
                .withPropertyValues(
                        "cartable.sms.url=http://localhost:9/send",
                        "cartable.sms.allow-private-addresses=true",
                        "cartable.sms.body=to={to}&text={text}",
                        "cartable.sms.header.X-School={from}",
                        "cartable.sms.from=LYCEE",
                        "cartable.sms.template.reminder.absence=absence(pupil, day)")
                .withPropertyValues(properties);
    }

    private static Addressing.Result addressed(Cartable cartable) {
        Addressing.Person awa = new Addressing.Person(
                new Recipient("guardian", "g1"), Locale.FRENCH, Contact.none(), "620 12 34 56", false);
        return cartable.notices().addressing().orElse(awa, ABSENCE, Set.of(Channel.EMAIL));
    }

    @Test
    void aPersonWithoutAnAddressIsReachedByTelephone() {
        gateway("cartable.country=GN")
                .run(context -> assertThat(addressed(context.getBean(Cartable.class)))
                        .isInstanceOfSatisfying(
                                Addressing.Addressed.class,
                                addressed -> assertThat(addressed.addresses()).isEqualTo(Map.of(Channel.SMS, NUMBER))));
    }

    @Test
    void withoutAGatewayNobodyIs() {
        Runners.complete()
                .withPropertyValues("cartable.country=GN")
                .run(context -> assertThat(addressed(context.getBean(Cartable.class)))
                        .isInstanceOf(Addressing.Unaddressed.class));
    }

    @Test
    void aHostReadsNumbersItself() {
        gateway()
                .withBean(PhoneNumbers.class, () -> text -> Optional.of(NUMBER))
                .run(context -> assertThat(addressed(context.getBean(Cartable.class)))
                        .isInstanceOf(Addressing.Addressed.class));
    }

    @Test
    void aPresetNeedsCredentialsAndNamesWhatIsMissing() {
        Runners.complete()
                .withPropertyValues(
                        "cartable.sms.preset=orange", "cartable.sms.client-id=a", "cartable.sms.from=+2240000")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("client-secret"));
    }

    @Test
    void whatReadsReceiptsIsABeanWhereTheGatewaySendsSome() {
        gateway("cartable.sms.receipt.id=/id", "cartable.sms.receipt.status=/status", "cartable.sms.id=/id")
                .run(context -> assertThat(context).hasSingleBean(GatewayReceipts.class));
        gateway().run(context -> assertThat(context).doesNotHaveBean(GatewayReceipts.class));
    }

    @Test
    void furtherChannelsAreAProperty() {
        gateway("cartable.country=GN", "cartable.fallbacks=none")
                .run(context -> assertThat(addressed(context.getBean(Cartable.class)))
                        .isInstanceOf(Addressing.Unaddressed.class));
        gateway("cartable.fallbacks=sms,e-mail")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("cartable.fallbacks"));
    }

    @Test
    void aCountryThatThereIsNotIsRefused() {
        gateway("cartable.country=Guinea")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("cartable.country")
                        .hasMessageContaining("Guinea"));
    }
}
