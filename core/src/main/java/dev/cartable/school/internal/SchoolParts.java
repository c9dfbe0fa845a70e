package dev.cartable.school.internal;

import dev.cartable.school.port.SchoolStores;
import dev.cartable.school.port.Users;
import dev.cartable.work.UnitOfWork;

/** What {@link dev.cartable.school.Rosters} is made of. A part that the host has not given is named when it is asked for. */
public interface SchoolParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    SchoolStores schoolStores();

    Users users();

    ErasedGuardians erasedGuardians();

    ErasedUsers erasedUsers();
}
