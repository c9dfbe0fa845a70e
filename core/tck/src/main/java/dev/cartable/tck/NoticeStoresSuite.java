package dev.cartable.tck;

import dev.cartable.notice.port.NoticeStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link NoticeStores}: the outbox, the inbox, the receipts, bounces, answers and the templates. */
public abstract class NoticeStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends NoticeStores> newFixture();

    @Nested
    class OutboxTest extends OutboxContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class OutboxClaimTest extends OutboxClaimContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class OutboxDigestTest extends OutboxDigestContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class NoticeChangesTest extends NoticeChangesContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class InstanceTest extends InstanceContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class InboxTest extends InboxContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class FallbackTest extends FallbackContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class SmsBudgetTest extends SmsBudgetContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class ReceiptsTest extends ReceiptsContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class BounceStoreTest extends BounceStoreContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class AnswerStoreTest extends AnswerStoreContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class AnswersTest extends AnswersContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class TemplateStoreTest extends TemplateStoreContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class PreferenceStoreTest extends PreferenceStoreContract {
        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<NoticeStores> {
        WritesTest() {
            super(NoticeStores.class);
        }

        @Override
        protected StoreFixture<? extends NoticeStores> newFixture() {
            return NoticeStoresSuite.this.newFixture();
        }
    }
}
