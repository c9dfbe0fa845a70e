package portal;

import dev.cartable.account.Accounts;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A host with one dependency of Cartable's and a few settings. */
@SpringBootApplication
public class Portal {
    public static void main(String[] none) {
        try (var application = SpringApplication.run(
                Portal.class,
                "--spring.datasource.url=jdbc:h2:mem:portal",
                "--cartable.zone=Africa/Conakry",
                "--cartable.roster=tables",
                "--cartable.host-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")) {
            System.out.println("accounts: " + application.getBean(Accounts.class).statistics().accounts());
        }
    }
}
