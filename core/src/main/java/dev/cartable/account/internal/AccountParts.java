package dev.cartable.account.internal;

import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What {@link dev.cartable.account.Accounts} is made of. A part that the host has not given is named when it is asked for. */
public interface AccountParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    AccountStores accountStores();

    Roster roster();

    Users users();

    NoticeQueue noticeQueue();

    /** Decides where a person is notified. */
    Addressing addressing();

    AccountSettings accountSettings();

    HostKey key();

    boolean hasKey();

    PasswordHasher passwordHasher();

    PasswordHasher temporaryPasswordHasher();

    PasswordPolicy passwordPolicy();

    SignInLimit signInLimit();

    /** The segments of short messages for a day; empty if there is no limit. */
    OptionalInt smsBudget();

    SessionRevoker sessionRevoker();

    Renderer renderer();

    /** Reads what comes next while bulk work decides and writes; null if each call stays on its caller's thread. */
    @Nullable
    Executor readAhead();

    InstantSource time();
}
