package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.RecordSignIn.Result;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordSignInTest {
    private final People people = new People();
    private final Account account = people.pending("awa.sow");

    @Test
    void keepsTheLatest() {
        Instant noon = people.now.minusSeconds(3_600);
        assertThat(record(noon)).isEqualTo(Result.RECORDED);
        assertThat(record(noon.minusSeconds(1))).isEqualTo(Result.NOT_NEWER);
        assertThat(record(noon)).isEqualTo(Result.NOT_NEWER);
        Account unchanged = people.account(account.id());
        assertThat(unchanged.lastSignInAt()).isEqualTo(noon);
        assertThat(unchanged.version()).isEqualTo(account.version() + 1);
        assertThat(record(noon.plusSeconds(1))).isEqualTo(Result.RECORDED);
    }

    @Test
    void knowsNoOtherAccounts() {
        assertThat(people.recordSignIn().record(new AccountId(TimeOrderedIds.next(people.now)), people.now))
                .isEqualTo(Result.UNKNOWN_ACCOUNT);
    }

    @Test
    void changesNothingOnAClosedAccount() {
        Account closed = people.change(account.deactivated(Account.Deactivation.BY_HAND, people.now));
        assertThat(record(people.now)).isEqualTo(Result.ACCOUNT_CLOSED);
        assertThat(people.account(account.id())).isEqualTo(closed);
    }

    @Test
    void takesNoTimeThatIsFarAhead() {
        assertThat(record(people.now.plus(RecordSignIn.CLOCK_TOLERANCE).plusNanos(1)))
                .isEqualTo(Result.IN_THE_FUTURE);
        assertThat(record(people.now.plus(RecordSignIn.CLOCK_TOLERANCE))).isEqualTo(Result.RECORDED);
    }

    private Result record(Instant time) {
        return people.recordSignIn().record(account.id(), time);
    }
}
