package dev.cartable.springhost;

import static org.springframework.security.config.Customizer.withDefaults;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.jdbc.JdbcDaoImpl;
import org.springframework.security.web.SecurityFilterChain;

/** The staff's login, over the school's own table. It was there before Cartable, and is as it was. */
@Configuration(proxyBeanMethods = false)
class StaffLogin {
    @Bean
    @Order(2)
    SecurityFilterChain staff(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().hasAnyRole("SECRETARIAT", "DIRECTION"))
                .formLogin(withDefaults())
                .httpBasic(withDefaults())
                .build();
    }

    @Bean
    UserDetailsService personnel(DataSource dataSource) {
        JdbcDaoImpl users = new JdbcDaoImpl();
        users.setDataSource(dataSource);
        users.setUsersByUsernameQuery("SELECT identifiant, mot_de_passe, TRUE FROM personnel WHERE identifiant = ?");
        users.setAuthoritiesByUsernameQuery(
                "SELECT identifiant, 'ROLE_' || UPPER(fonction) FROM personnel WHERE identifiant = ?");
        return users;
    }
}
