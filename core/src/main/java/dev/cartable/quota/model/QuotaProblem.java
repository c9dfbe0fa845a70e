package dev.cartable.quota.model;

/** Why quotas refuse something. The facts stand beside it; what to do about it is for the host to say, in its own words. */
public enum QuotaProblem {
    /** The host does not know the user. */
    UNKNOWN_USER,
    /** There is no such profile. */
    UNKNOWN_PROFILE,
    /** The host does not know the promotion. */
    UNKNOWN_PROMOTION,
    /** The school's hierarchy has no such level. */
    UNKNOWN_LEVEL,
    /** Another profile has the name, whatever its capitals. */
    NAME_TAKEN,
    /** The profile would throttle to itself, over others. */
    THROTTLES_IN_A_CIRCLE,
    /** Another caller has changed the profile in the same moment, and that change was kept. */
    CHANGED_MEANWHILE,
    /** It claims to have happened later than our clock allows. */
    IN_THE_FUTURE,
    /** It happened longer ago than late reports are taken. */
    TOO_LATE,
    /** Another event of the user, with other bytes or another time, counts under its id. */
    CONFLICT
}
