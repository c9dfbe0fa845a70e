package dev.cartable.springhost;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.alert.Alerts;
import dev.cartable.alert.model.Alert;
import dev.cartable.notice.model.Channel;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Window;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * What a school does once, by hand or by a page of its own: here it is done at the first start, so that there is something to see. All
 * pupils may use 2 GiB of the network a day, those who have used 80 % of it get a mail, and each guardian gets an account.
 */
@Component
class Opening implements ApplicationRunner {
    private final Quotas quotas;
    private final Alerts alerts;
    private final Accounts accounts;

    Opening(Quotas quotas, Alerts alerts, Accounts accounts) {
        this.quotas = quotas;
        this.alerts = alerts;
        this.accounts = accounts;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (quotas.profiles().all().isEmpty()) {
            open();
        }
        accounts.generate().run(GenerationRequest.everyone(), step -> {});
    }

    void open() {
        // readme
        Profile pupils = quotas.profiles().add("Élève", profile -> profile.atMost(Window.DAY, DataSize.ofGibibytes(2)));
        quotas.assign(Holder.DEFAULT, pupils.id(), "opening");
        alerts.add(Alert.of(alerts.newId(), pupils.id(), Alert.Type.QUOTA_WARNING)
                .threshold(80)
                .channels(Set.of(Channel.EMAIL))
                .build());
        // readme
    }
}
