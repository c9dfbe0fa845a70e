package dev.cartable.billing.model;

/** Why billing refuses something; nothing was written then. The facts stand beside it. */
public enum BillingProblem {
    /** The host does not know the pupil. */
    UNKNOWN_PUPIL,
    /** The host does not know the guardian who is to pay. */
    UNKNOWN_GUARDIAN,
    /** There is no such draft; it may have been issued meanwhile. */
    UNKNOWN_DRAFT,
    /** No invoice with this number was issued here. */
    UNKNOWN_INVOICE,
    /** The invoice has no payer of this number. */
    UNKNOWN_PAYER,
    /** Another caller has changed the draft meanwhile, and that change was kept. */
    CHANGED_MEANWHILE,
    /** The draft has no line. */
    NO_LINES,
    /** The lines come to zero or less. */
    TOTAL_NOT_POSITIVE,
    /** The instalments come to another sum than the lines. */
    INSTALMENTS_DIFFER,
    /** An amount has more decimals than the currency. */
    TOO_MANY_DECIMALS,
    /** A payer's part of the sum is less than the smallest unit of the currency. */
    SHARE_TOO_SMALL,
    /** An invoice with a later date has its number already, and dates never run back against numbers. */
    DATE_BEFORE_LAST,
    /** The date is after today. */
    DATE_IN_FUTURE,
    /** A payment cannot be promised for a day before today. */
    DATE_IN_PAST,
    /**
     * The database was restored from a backup, and it is not known which numbers were given after the backup. A person has to say the last
     * one before the next is given.
     */
    NUMBERS_UNCERTAIN,
    /**
     * The database is being replaced by a backup, which does not hold invoices that are issued now. Numbers are given again when that is over;
     * a restore that was cut off has to be recovered first.
     */
    RESTORE_UNDER_WAY,
    /** Numbers are not held back, so that there is nothing to resume. */
    NUMBERS_NOT_HELD,
    /** The number is not of the form that the school's settings give to the numbers of this series. */
    NUMBER_OF_ANOTHER_FORM,
    /** A later number is in the database already. */
    NUMBER_BEFORE_LAST,
    /** An invoice has the number already; the settings give the same number twice. */
    NUMBER_TAKEN,
    /** The invoice is cancelled. */
    CANCELLED,
    /** It is a credit note, which nobody pays and nothing cancels. */
    CREDIT_NOTE,
    /** The invoice is in another currency. */
    OTHER_CURRENCY,
    /** The payment has no amount. */
    NOTHING_PAID,
    /** More would be paid back than was paid. */
    MORE_THAN_PAID,
    /** Several people pay the invoice, and it was not said which of them has paid. */
    PAYER_NEEDED,
    /** Another payment of the invoice, of another day, amount or payer, has this id. */
    PAYMENT_CONFLICT
}
