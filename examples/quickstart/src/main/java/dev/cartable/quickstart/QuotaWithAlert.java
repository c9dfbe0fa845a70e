package dev.cartable.quickstart;

import static dev.cartable.alert.model.Alert.Type.QUOTA_WARNING;

import dev.cartable.Cartable;
import dev.cartable.alert.model.Alert;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Recipient;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** A quota with an alert: a user who has used 80 % of a day's limit finds a message in the application. */
public final class QuotaWithAlert {
    static final UserId JOHN = new UserId("u1");

    private QuotaWithAlert() {}

    public static void main(String[] none) {
        InstantSource clock = InstantSource.system();
        try (Cartable cartable = Cartable.builder()
                .stores(new InMemoryStores(clock))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École de la Rivière")
                .build()) {
            useMostOfADay(cartable, Channel.IN_APP, clock.instant());
            cartable.notices()
                    .inbox(Recipient.user(JOHN), 10)
                    .forEach(message -> System.out.println(message.subject() + "\n" + message.text()));
        }
    }

    static void useMostOfADay(Cartable cartable, Channel channel, Instant now) {
        User john = new User(JOHN, "john", null, "fr", null, true);
        cartable.rosters().saveUsers(List.of(john).iterator());

        DataSize limit = DataSize.ofGibibytes(5);
        Profile student = cartable.quotas().profiles().add("Étudiant", profile -> profile.atMost(Window.DAY, limit));
        cartable.quotas().assign(Holder.of(JOHN), student.id(), "the quickstart");
        Alert warning = Alert.of(cartable.alerts().newId(), student.id(), QUOTA_WARNING)
                .threshold(80)
                .channels(Set.of(channel))
                .build();
        cartable.alerts().add(warning);

        Traffic most = new Traffic(0, DataSize.parse("4,25 Gio").bytes());
        cartable.quotas().record(new UsageEvent(new EventId("e1"), JOHN, most, now)); // the same event counts once
        cartable.alerts().evaluate().run(step -> {}); // once for each window
        cartable.notices().dispatch().drain();
    }
}
