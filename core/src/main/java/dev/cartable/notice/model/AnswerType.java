package dev.cartable.notice.model;

/** What a notice asks its recipient for. The names are stable: programs may rely on them. */
public enum AnswerType {
    /** A reason in the recipient's own words, such as for an absence. */
    REASON,
    /** That the recipient has read it. No words are needed. */
    READ
}
