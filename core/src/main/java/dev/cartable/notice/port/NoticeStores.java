package dev.cartable.notice.port;

import dev.cartable.work.InstanceStore;
import dev.cartable.work.WorkStores;

/** Messages to people, and the templates that they are made from. Each call returns the same store. */
public interface NoticeStores extends WorkStores {
    Outbox outbox();

    Inbox inbox();

    TemplateStore templates();

    PreferenceStore preferences();

    Receipts receipts();

    /** How many segments of short messages have gone on each day. */
    SmsBudget smsBudget();

    BounceStore bounces();

    /** What people have answered to notices. */
    AnswerStore answers();

    /** Which installation sends messages from this database. */
    InstanceStore instances();
}
