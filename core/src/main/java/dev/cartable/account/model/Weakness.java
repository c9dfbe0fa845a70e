package dev.cartable.account.model;

/** Why a password may not be chosen. */
public enum Weakness {
    /** It has fewer characters than the policy asks for. */
    TOO_SHORT,
    /** It has more than {@value PasswordPolicy#MAX_LENGTH} characters. */
    TOO_LONG,
    /** It has a control character, or half a character, in it. */
    UNREADABLE,
    /** It is one to three characters over and over, or a run such as 12345678. */
    REPETITIVE,
    /** It is the username, or little more. */
    USERNAME,
    /** It is the school's name, or little more. */
    SCHOOL_NAME,
    /** It is one of those that are tried first. */
    COMMON
}
