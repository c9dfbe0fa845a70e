package dev.cartable.springhost;

import dev.cartable.mail.EmlCourier;
import dev.cartable.mail.Sender;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.model.School;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The portal. */
@SpringBootApplication
class SchoolApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(SchoolApplication.class, arguments);
    }

    /** The time by which the portal and Cartable go. */
    @Bean
    Clock clock(School school) {
        return Clock.system(school.zone());
    }

    /** Without a mail server, mails are files in a folder. */
    @Bean
    @Conditional(NoMailServer.class)
    Courier mailFolder(@Value("${portal.mails}") Path folder, Clock clock) {
        return new EmlCourier(folder, Sender.of("scolarite@ecole.example.org"), clock);
    }
}
