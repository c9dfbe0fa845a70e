package dev.cartable.privacy.internal;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.quota.Quotas;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.school.port.Users;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;

/** What {@link dev.cartable.privacy.Privacy} is made of. A part that the host has not given is named when it is asked for. */
public interface PrivacyParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    PrivacyStores privacyStores();

    NoticeStores noticeStores();

    SchoolStores schoolStores();

    AccountPorts accountPorts();

    Erasures erasures();

    /** Files about people. */
    PersonalFiles personalFiles();

    Quotas quotas();

    Users users();

    RetentionPeriods retention();

    InstantSource time();
}
