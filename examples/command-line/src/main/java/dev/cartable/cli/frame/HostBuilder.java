package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.NamingRule;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.school.port.Roster;
import dev.cartable.task.TaskSettings;
import dev.cartable.work.LocalInstance;
import java.net.URI;
import java.time.Duration;

/** Makes the builder of Cartable that the options describe. */
final class HostBuilder {
    private HostBuilder() {}

    /** Over some stores, with what the options set. */
    static CartableBuilder of(Frame frame, Stores stores, Roster roster) {
        Options options = frame.options();
        CartableBuilder builder = Cartable.builder()
                .stores(stores)
                .roster(roster)
                .checkKeyAtUse()
                .zone(SchoolOptions.zone(frame))
                .language(SchoolOptions.language(options))
                .time(frame.around().time())
                .actor(frame::acting)
                .anyThread(true)
                .reminders(defaults -> ReminderOptions.settings(frame.words(), options, defaults))
                .documentVault(DocumentOptions.vault(frame, stores))
                .reportCardRenderer(
                        new LazyReportCards(() -> DocumentOptions.reportCards(frame, SchoolOptions.school(frame))))
                .invoiceRenderer(new LazyInvoices(() -> DocumentOptions.invoices(frame, SchoolOptions.school(frame))))
                .gradingRules(GradeOptions.rules(frame.words(), options))
                .accounts(settings -> accounts(frame.words(), settings, options));
        String attach = options.documentAttach;
        if (attach != null) {
            builder = builder.attachReportCards(
                    CommandException.onOff(frame.words(), "--document-attach", attach, "on, off"));
        }
        String attachInvoices = options.invoiceAttach;
        if (attachInvoices != null) {
            builder = builder.attachInvoices(
                    CommandException.onOff(frame.words(), "--invoice-attach", attachInvoices, "on, off"));
        }
        if (options.school != null) {
            builder = builder.school(SchoolOptions.school(frame).name());
        }
        InvoiceOptions.settings(frame).ifPresent(builder::issuesInvoices);
        String silence = options.tickSilence;
        if (silence != null) {
            Duration longest =
                    CommandException.option(frame.words(), "--tick-silence", silence, () -> silence(silence));
            builder = builder.tasks(
                    tasks -> new TaskSettings(tasks.zone(), tasks.changes(), longest, tasks.remembered()));
        }
        String page = options.activationUrl;
        if (page != null) {
            builder = builder.activationPage(CommandException.option(
                    frame.words(),
                    "--activation-url",
                    page,
                    () -> AccountSettings.of(SchoolOptions.school(frame), URI.create(page))
                            .activationPage()));
        }
        Integer speed = options.lineSpeed;
        if (speed != null) {
            builder = builder.quotas(CommandException.option(
                    frame.words(),
                    "--line-speed",
                    speed,
                    () -> QuotaSettings.defaults().with(Bandwidth.of(speed))));
        }
        return MessageOptions.in(frame, builder).instance(local(frame));
    }

    /** The same, where no account begins with a link. */
    static CartableBuilder withoutLinks(Frame frame, CartableBuilder builder) {
        return builder.accounts(usual -> {
            AccountSettings settings = accounts(frame.words(), usual, frame.options());
            return new AccountSettings(
                    settings.school(),
                    settings.activationPage(),
                    settings.activationValidity(),
                    settings.inactiveAfter(),
                    settings.namingRule(),
                    FirstCredential.TEMPORARY_PASSWORD,
                    settings.codePage());
        });
    }

    /** Where this installation keeps its id: in the settings, or in a file beside the host key's. */
    private static LocalInstance local(Frame frame) {
        String id = frame.options().instanceId;
        if (id != null) {
            return CommandException.option(frame.words(), "--instance-id", id, () -> LocalInstance.named(id));
        }
        Keys keys = Host.keys(frame, Host.database(frame));
        return keys.isInEnvironment() ? LocalInstance.none() : LocalInstance.beside(keys.file());
    }

    /** How long nothing may tick before an alarm is raised: a number of minutes. */
    static Duration silence(String text) {
        Duration silence = Duration.ofMinutes(Long.parseLong(text));
        if (silence.compareTo(Duration.ofMinutes(1)) < 0 || silence.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(text + " minutes are not 1 to a year");
        }
        return silence;
    }

    private static AccountSettings accounts(Words words, AccountSettings usual, Options options) {
        String rule = options.namingRule;
        String codePage = options.codeUrl;
        AccountSettings settings = new AccountSettings(
                usual.school(),
                usual.activationPage(),
                usual.activationValidity(),
                usual.inactiveAfter(),
                rule == null
                        ? usual.namingRule()
                        : CommandException.option(words, "--naming-rule", rule, () -> NamingRule.of(rule)),
                "password".equals(options.firstCredential)
                        ? FirstCredential.TEMPORARY_PASSWORD
                        : FirstCredential.ACTIVATION_LINK);
        return codePage == null
                ? settings
                : CommandException.option(
                        words, "--code-url", codePage, () -> settings.withCodePage(URI.create(codePage)));
    }

    /** Puts Cartable together; what the options have wrong is worded for the person who typed it. */
    static Cartable built(Words words, CartableBuilder builder) {
        Cartable cartable = CommandException.checked(words, builder::build);
        CommandException.checked(words, () -> cartable.accounts().settings());
        return cartable;
    }
}
