package dev.cartable.school.port;

import dev.cartable.work.WorkStores;

/** The people of the school: who is on the roster, and who uses the network. Each call returns the same store. */
public interface SchoolStores extends WorkStores {
    Roster roster();

    RosterStore rosterStore();

    Users users();

    UserStore userStore();
}
