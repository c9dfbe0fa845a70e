package dev.cartable.mail;

import java.time.Duration;
import java.util.Locale;

/** Why an e-mail did not go, and what a person can mend. Most faults are the server's or the settings', some the message's own. */
public enum Fault {
    /** No connection came about: a wrong name or port, a server that is down, a firewall. */
    NO_CONNECTION(
            1,
            "Check the host's name and port in the SMTP URL, that the server runs, and that no firewall is in between.",
            "Vérifiez le nom et le port du serveur dans l'URL SMTP, qu'il fonctionne et qu'aucun pare-feu ne bloque la"
                    + " connexion."),
    /** The connection was lost, or the server fell silent, before a message was spoken of. */
    LINE_LOST(
            1,
            "Try again; if it stays so, raise read-timeout and write-timeout or ask whoever runs the server. A server that expects TLS from"
                    + " the first byte (port 465) needs smtps.",
            "Réessayez ; si cela persiste, augmentez read-timeout et write-timeout ou demandez à l'administrateur du serveur. Un serveur qui"
                    + " attend TLS dès le premier octet (port 465) veut smtps."),
    /** The server is too busy, or shutting down. */
    BUSY(
            5,
            "Nothing to mend here: the server asks to come back later.",
            "Rien à corriger ici : le serveur demande de revenir plus tard."),
    /** The server does not want to talk to this machine. */
    GREETING_REFUSED(
            15,
            "If the server objects to the name that this machine greets it with, set local-host to its full name. Otherwise"
                    + " ask the server's administrator whether this machine may send mail by it.",
            "Si le serveur refuse le nom par lequel cette machine le salue, donnez son nom complet avec local-host. Sinon,"
                    + " demandez à l'administrateur du serveur si cette machine a le droit d'envoyer des messages par lui."),
    /** STARTTLS is required, and the server does not offer it. */
    NO_STARTTLS(
            15,
            "Use smtps (port 465) if the server has it, or another server. Nothing was sent in clear.",
            "Utilisez smtps (port 465) si le serveur le propose, ou un autre serveur. Rien n'a été envoyé en clair."),
    /** TLS failed: a certificate that is not trusted, or is another host's. */
    TLS_FAILED(
            15,
            "Check that the host's name is the one in its certificate, and that the certificate is valid and trusted here.",
            "Vérifiez que le nom du serveur est celui de son certificat, et que ce certificat est valide et reconnu ici."),
    /** A login is configured, and the server offers none that can be used. */
    NO_LOGIN_OFFERED(
            15,
            "Many servers offer a login only under TLS: choose security=starttls or smtps://. Otherwise"
                    + " leave user and password out of the SMTP URL.",
            "Beaucoup de serveurs ne proposent l'authentification que sous TLS : choisissez security=starttls ou"
                    + " smtps://. Sinon, retirez l'utilisateur et le mot de passe de l'URL SMTP."),
    /** The server refuses the user or the password. */
    LOGIN_REFUSED(
            15,
            "Check user and password in the SMTP URL; some providers want an application password.",
            "Vérifiez l'utilisateur et le mot de passe dans l'URL SMTP ; certains fournisseurs exigent un mot de passe d'application."),
    /** The server wants a login first. */
    LOGIN_WANTED(
            15,
            "Give a user and a password in the SMTP URL: user:password@host.",
            "Donnez un utilisateur et un mot de passe dans l'URL SMTP : utilisateur:motdepasse@serveur."),
    /** The server refuses the sender's address. */
    SENDER_REFUSED(
            15,
            "Set from to an address that this server may send for.",
            "Donnez avec from une adresse pour laquelle ce serveur a le droit d'envoyer."),
    /** The server cannot take mail from this sender now, as when its disk is full or a quota is used up. */
    SENDER_DEFERRED(
            5,
            "Nothing to mend here unless it stays so: then ask whoever runs the server about quotas and disk space.",
            "Rien à corriger ici, sauf si cela persiste : renseignez-vous alors sur les quotas et l'espace disque du serveur."),
    /** The server refuses this recipient, or this message. */
    RECIPIENT_REFUSED(
            0,
            "Check the recipient's address; if it is right, the server's words say why it refuses.",
            "Vérifiez l'adresse du destinataire ; si elle est juste, les mots du serveur disent pourquoi il refuse."),
    /** The server does not take this message now. */
    RECIPIENT_DEFERRED(
            0,
            "Try again in some minutes: many servers put off whom they do not know yet.",
            "Réessayez dans quelques minutes : beaucoup de serveurs font attendre ceux qu'ils ne connaissent pas encore."),
    /** The connection was lost in the middle of the message, before its final dot. */
    MESSAGE_INTERRUPTED(0, "Try again: the message did not go.", "Réessayez : le message n'est pas parti."),
    /** The message was handed over whole, and the server's answer never came. */
    UNANSWERED(
            0,
            "Look into the recipient's inbox before you try again: it may have arrived.",
            "Regardez la boîte du destinataire avant de réessayer : le message est peut-être arrivé.");

    private final Duration pause;
    private final String english;
    private final String french;

    Fault(int minutes, String english, String french) {
        this.pause = Duration.ofMinutes(minutes);
        this.english = english;
        this.french = french;
    }

    /** How long to leave the server alone; zero where only this message is concerned. */
    public Duration pause() {
        return pause;
    }

    /** What to do about it, in French or else in English. */
    public String advice(Locale language) {
        return language.getLanguage().equals("fr") ? french : english;
    }
}
