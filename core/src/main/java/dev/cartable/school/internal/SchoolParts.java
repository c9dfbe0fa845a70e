package dev.cartable.school.internal;

import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.school.port.Supervisors;
import dev.cartable.school.port.Users;
import dev.cartable.work.UnitOfWork;

/** What {@link dev.cartable.school.Rosters} and {@link dev.cartable.school.Records} are made of. A part that the host has not given is named when it is asked for. */
public interface SchoolParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    SchoolStores schoolStores();

    RecordStores recordStores();

    Roster roster();

    Users users();

    Supervisors supervisors();

    ErasedPeople erasedPeople();
}
