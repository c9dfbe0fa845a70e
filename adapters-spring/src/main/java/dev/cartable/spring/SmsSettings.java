package dev.cartable.spring;

import dev.cartable.notice.http.GatewaySettings;
import dev.cartable.notice.http.GatewaySettingsException;
import dev.cartable.notice.http.HttpGatewayCourier;
import dev.cartable.notice.port.Courier;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is under {@code cartable.sms}, after the host's customizers. Its text form shows the names of the settings alone. */
record SmsSettings(Map<String, String> values) {
    SmsSettings {
        values = Map.copyOf(values);
    }

    static SmsSettings of(Map<String, String> given, List<SmsSettingsCustomizer> customizers) {
        Map<String, String> settings = new LinkedHashMap<>(given);
        if (!settings.isEmpty()) {
            customizers.forEach(one -> one.customize(settings));
        }
        return new SmsSettings(settings);
    }

    /** Adds the gateway, if there is one, unless a courier serves its channel. */
    void addTo(List<Courier> serving, InstantSource time) {
        if (values.isEmpty()) {
            return;
        }
        Courier gateway = HttpGatewayCourier.of(gateway(), time);
        if (serving.stream().noneMatch(courier -> courier.channel().equals(gateway.channel()))) {
            serving.add(gateway);
        }
    }

    GatewaySettings gateway() {
        try {
            return GatewaySettings.of(values);
        } catch (GatewaySettingsException e) {
            throw new CartableConfigurationException(
                    "No short message can be sent with what is under cartable.sms: " + e.getMessage() + ".",
                    "Set cartable.sms." + e.facts().get("what") + ", or take everything under cartable.sms away.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "SmsSettings" + values.keySet();
    }
}
