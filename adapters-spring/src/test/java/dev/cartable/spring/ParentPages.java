package dev.cartable.spring;

import dev.cartable.account.Accounts;
import dev.cartable.account.ActivateAccount;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

// readme
@RestController
@RequestMapping(path = "/parents", produces = "text/html;charset=UTF-8")
class ParentPages {
    private final Accounts accounts;

    ParentPages(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The page of the links: its script takes the token from behind the '#', which browsers do not send. */
    @GetMapping("/activate")
    String activate(CsrfToken csrf) {
        return """
                <h1>Choisissez votre mot de passe</h1>
                <form method="post"><input type="hidden" name="_csrf" value="%s">
                <input type="hidden" name="token"><input type="password" name="password" autocomplete="new-password">
                <button>Activer</button></form>
                <script>document.forms[0].token.value = location.hash.substring(1)</script>
                """.formatted(csrf.getToken());
    }

    @PostMapping("/activate")
    String activate(@RequestParam String token, @RequestParam String password) {
        ActivateAccount.Result result = accounts.activate(token, password);
        if (result instanceof ActivateAccount.Activated activated) {
            return "<p>Votre nom d'utilisateur est <b>" + activated.username()
                    + "</b>. <a href='/parents/login'>Se connecter</a></p>";
        }
        ActivateAccount.Refused refused = (ActivateAccount.Refused) result; // put each reason into words
        return "<p>" + refused.reason() + (refused.weakness() == null ? "" : ": " + refused.weakness()) + "</p>";
    }

    @GetMapping("/login")
    String login(CsrfToken csrf, @RequestParam(required = false) String error) {
        return """
                <h1>Espace parents</h1><p>%s</p>
                <form method="post"><input type="hidden" name="_csrf" value="%s">
                <input name="username" autocomplete="username">
                <input type="password" name="password" autocomplete="current-password">
                <button>Se connecter</button></form>
                """.formatted(error == null ? "" : "Identifiants refusés. Réessayez plus tard.", csrf.getToken());
    }

    @GetMapping("/home")
    String home() {
        return "<h1>Bienvenue</h1>"; // your own page
    }
}
// readme
