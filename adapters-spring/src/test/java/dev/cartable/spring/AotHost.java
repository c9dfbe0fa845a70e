package dev.cartable.spring;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A host that Spring processes ahead of time, and that is started from what was generated. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({Enrolment.class, NightlyAccounts.class})
public class AotHost {
    @Bean
    Courier courier() {
        return new Courier() {
            @Override
            public Channel channel() {
                return Channel.EMAIL;
            }

            @Override
            public Delivery deliver(RenderedNotice notice) {
                return new Delivery.Sent("250 " + notice.subject());
            }

            @Override
            public void release() {}
        };
    }

    /** Starts it, opens an account, sends its message, and prints what came of it. */
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext host = SpringApplication.run(AotHost.class, arguments)) {
            host.getBean(Enrolment.class).enrol(21);
            Tasks tasks = host.getBean(Tasks.class);
            Occurrence sent = tasks.run(new TaskName("messages"));
            Occurrence nightly = tasks.run(new TaskName("nightly-accounts"));
            System.out.println("sent=" + sent.counts().get("sent") + " nightly=" + nightly.state() + " health="
                    + host.containsBean("cartableHealthIndicator") + " meters=" + host.containsBean("cartableGauges")
                    + " login=" + host.containsBean("cartableParentLogin") + " aot="
                    + System.getProperty("spring.aot.enabled"));
        }
    }
}
