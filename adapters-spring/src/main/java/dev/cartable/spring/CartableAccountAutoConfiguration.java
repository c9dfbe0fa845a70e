package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.account.AccountStatistics;
import dev.cartable.account.ActivateAccount;
import dev.cartable.account.CheckAccounts;
import dev.cartable.account.CheckEntitlement;
import dev.cartable.account.ChoosePassword;
import dev.cartable.account.CleanUpOrphans;
import dev.cartable.account.DeactivateAccount;
import dev.cartable.account.ExportAccounts;
import dev.cartable.account.ExportedAccounts;
import dev.cartable.account.FindAccount;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.LimitSignIns;
import dev.cartable.account.MaintainHostKey;
import dev.cartable.account.NotifyParent;
import dev.cartable.account.OpenAccount;
import dev.cartable.account.PossibleDuplicates;
import dev.cartable.account.ReactivateAccount;
import dev.cartable.account.RecordSignIn;
import dev.cartable.account.ResendCredentials;
import dev.cartable.account.SignIn;
import dev.cartable.account.ValidateAccounts;
import dev.cartable.account.WriteLetters;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.ExportPerson;
import dev.cartable.work.HostKey;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The use cases about parent accounts, each a bean. Without a {@link HostKey} there are none: links are made from it. */
@AutoConfiguration(after = CartableAutoConfiguration.class)
@ConditionalOnBean({Cartable.class, HostKey.class})
public final class CartableAccountAutoConfiguration {
    CartableAccountAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    GenerateAccounts generateAccounts(Cartable cartable) {
        return cartable.generateAccounts();
    }

    @Bean
    @ConditionalOnMissingBean
    OpenAccount openAccount(Cartable cartable) {
        return cartable.openAccount();
    }

    @Bean
    @ConditionalOnMissingBean
    ActivateAccount activateAccount(Cartable cartable) {
        return cartable.activateAccount();
    }

    @Bean
    @ConditionalOnMissingBean
    CheckEntitlement checkEntitlement(Cartable cartable) {
        return cartable.checkEntitlement();
    }

    @Bean
    @ConditionalOnMissingBean
    SignIn signIn(Cartable cartable) {
        return cartable.signIn();
    }

    @Bean
    @ConditionalOnMissingBean
    LimitSignIns limitSignIns(Cartable cartable) {
        return cartable.limitSignIns();
    }

    @Bean
    @ConditionalOnMissingBean
    RecordSignIn recordSignIn(Cartable cartable) {
        return cartable.recordSignIn();
    }

    @Bean
    @ConditionalOnMissingBean
    ChoosePassword choosePassword(Cartable cartable) {
        return cartable.choosePassword();
    }

    @Bean
    @ConditionalOnMissingBean
    ResendCredentials resendCredentials(Cartable cartable) {
        return cartable.resendCredentials();
    }

    @Bean
    @ConditionalOnMissingBean
    CheckAccounts checkAccounts(Cartable cartable) {
        return cartable.checkAccounts();
    }

    @Bean
    @ConditionalOnMissingBean
    ValidateAccounts validateAccounts(Cartable cartable) {
        return cartable.validateAccounts();
    }

    @Bean
    @ConditionalOnMissingBean
    PossibleDuplicates possibleDuplicates(Cartable cartable) {
        return cartable.possibleDuplicates();
    }

    @Bean
    @ConditionalOnMissingBean
    CleanUpOrphans cleanUpOrphans(Cartable cartable) {
        return cartable.cleanUpOrphans();
    }

    @Bean
    @ConditionalOnMissingBean
    DeactivateAccount deactivateAccount(Cartable cartable) {
        return cartable.deactivateAccount();
    }

    @Bean
    @ConditionalOnMissingBean
    ReactivateAccount reactivateAccount(Cartable cartable) {
        return cartable.reactivateAccount();
    }

    @Bean
    @ConditionalOnMissingBean
    FindAccount findAccount(Cartable cartable) {
        return cartable.findAccount();
    }

    @Bean
    @ConditionalOnMissingBean
    AccountStatistics accountStatistics(Cartable cartable) {
        return cartable.accountStatistics();
    }

    @Bean
    @ConditionalOnMissingBean
    MaintainHostKey maintainHostKey(Cartable cartable) {
        return cartable.maintainHostKey();
    }

    @Bean
    @ConditionalOnMissingBean
    NotifyParent notifyParent(Cartable cartable) {
        return cartable.notifyParent();
    }

    @Bean
    @ConditionalOnMissingBean
    ErasePerson erasePerson(Cartable cartable) {
        return cartable.erasePerson();
    }

    @Bean
    @ConditionalOnMissingBean
    ExportPerson exportPerson(Cartable cartable) {
        return cartable.exportPerson();
    }

    @Bean
    @ConditionalOnMissingBean
    ExportAccounts exportAccounts(Cartable cartable) {
        return cartable.exportAccounts();
    }

    @Bean
    @ConditionalOnMissingBean
    ExportedAccounts exportedAccounts(Cartable cartable) {
        return cartable.exportedAccounts();
    }

    @Bean
    @ConditionalOnMissingBean
    WriteLetters writeLetters(Cartable cartable) {
        return cartable.writeLetters();
    }
}
