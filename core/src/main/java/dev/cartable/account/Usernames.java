package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.NamingRule;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives usernames: by the naming rule, never one that was given before, never one that looks like it. Numbers on one base
 * are counted on the base's skeleton, so that thousands of people of one name, however it is separated, cost one question
 * together and not one each. Safe for use by several threads and nodes.
 */
final class Usernames {
    private static final int MOST_ATTEMPTS = 10;
    private static final int MOST_ROUNDS = 16;
    private static final int HASH_BYTES = 16;

    private final NamingRule rule;
    private final HostKey key;
    private final UsernameLedger ledger;
    private final AccountStore accounts;

    Usernames(NamingRule rule, HostKey key, UsernameLedger ledger, AccountStore accounts) {
        this.rule = requireNonNull(rule, "rule");
        this.key = requireNonNull(key, "key");
        this.ledger = requireNonNull(ledger, "ledger");
        this.accounts = requireNonNull(accounts, "accounts");
    }

    /** A guardian who needs a username. */
    record Request(GuardianId guardian, PersonName name) {
        Request {
            requireNonNull(guardian, "guardian");
            requireNonNull(name, "name");
        }
    }

    /**
     * Takes a username for each request, for good once the transaction commits. The earlier of two people of one name gets
     * the lower number.
     *
     * @throws IllegalArgumentException if a guardian is asked for twice
     * @throws NoUsernameException if other transactions were faster {@value #MOST_ATTEMPTS} times in a row
     */
    Map<GuardianId, Username> allocate(Tx tx, Collection<Request> requests) {
        Map<GuardianId, Username> given = new LinkedHashMap<>();
        Set<GuardianId> guardians = new HashSet<>();
        for (Request request : requests) {
            if (!guardians.add(request.guardian())) {
                throw new IllegalArgumentException("guardian " + request.guardian() + " asks for two usernames");
            }
        }
        List<Waiting> waiting = requests.stream()
                .map(request -> new Waiting(request, rule.base(request.name(), request.guardian())))
                .toList();
        for (int attempt = 1; !waiting.isEmpty(); attempt++) {
            if (attempt > MOST_ATTEMPTS) {
                throw new NoUsernameException(
                        waiting.size() + " usernames were taken by other transactions " + MOST_ATTEMPTS
                                + " times in a row, the first for guardian "
                                + waiting.get(0).guardian() + "; this chunk was undone. Run it again");
            }
            waiting = reserve(tx, candidates(tx, waiting), given);
        }
        return given;
    }

    /**
     * Those of these usernames that were given before, or look like one that was: as the ledger says under any of the keys, or
     * because an account has them. The ledger alone is not enough where a key was lost.
     */
    Set<Username> taken(Tx tx, Collection<Username> usernames) {
        Set<String> skeletons = ledger.taken(
                tx,
                usernames.stream()
                        .flatMap(username -> skeletons(username).stream())
                        .collect(Collectors.toSet()));
        Set<Username> owned = accounts.taken(tx, usernames);
        return usernames.stream()
                .filter(username ->
                        owned.contains(username) || skeletons(username).stream().anyMatch(skeletons::contains))
                .collect(Collectors.toSet());
    }

    /**
     * Takes usernames that another system gave, as they are.
     *
     * @return those that are now ours
     */
    Set<Username> takeOver(Tx tx, Collection<Username> usernames) {
        Set<String> ours = ledger.reserve(
                tx,
                usernames.stream()
                        .map(username -> new UsernameLedger.Entry(
                                skeletons(username).get(0),
                                hashes("username.base", NamingRule.skeleton(username.value()))
                                        .get(0),
                                1))
                        .toList());
        return usernames.stream()
                .filter(username -> ours.contains(skeletons(username).get(0)))
                .collect(Collectors.toSet());
    }

    /** Gives back usernames that were taken over. */
    void release(Tx tx, Collection<Username> usernames) {
        ledger.release(
                tx,
                usernames.stream()
                        .flatMap(username -> skeletons(username).stream())
                        .toList());
    }

    private List<String> skeletons(Username username) {
        return hashes("username.skeleton", NamingRule.skeleton(username.value()));
    }

    /** Takes what can be had; returns those whose candidate another transaction took meanwhile. */
    private List<Waiting> reserve(Tx tx, List<Candidate> candidates, Map<GuardianId, Username> given) {
        Set<String> ours =
                ledger.reserve(tx, candidates.stream().map(Candidate::entry).toList());
        List<Waiting> lost = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (ours.contains(candidate.entry().skeleton())) {
                given.put(candidate.waiting().guardian(), candidate.username());
            } else {
                lost.add(candidate.waiting());
            }
        }
        return lost;
    }

    /** A free username for each request, in the order of the requests. */
    private List<Candidate> candidates(Tx tx, List<Waiting> requests) {
        List<Numbering> numberings = numberings(tx, requests);
        Map<GuardianId, Candidate> found = new HashMap<>();
        Set<String> chosen = new HashSet<>();
        int spare = 1;
        for (int round = 1; found.size() < requests.size(); round++, spare *= 2) {
            if (round > MOST_ROUNDS) {
                throw new NoUsernameException("no free username was found in " + MOST_ROUNDS + " rounds for "
                        + (requests.size() - found.size())
                        + " guardians; this chunk was undone. Choose another naming rule");
            }
            List<List<Candidate>> options = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                if (!found.containsKey(requests.get(i).guardian())) {
                    options.add(draw(requests.get(i), numberings.get(i), spare));
                }
            }
            Set<Username> taken = taken(
                    tx,
                    options.stream()
                            .flatMap(List::stream)
                            .map(Candidate::username)
                            .collect(Collectors.toSet()));
            for (List<Candidate> mine : options) {
                mine.stream()
                        .filter(option -> !taken.contains(option.username()) && chosen.add(option.skeleton()))
                        .findFirst()
                        .ifPresent(option -> found.put(option.waiting().guardian(), option));
            }
        }
        return requests.stream()
                .map(request -> requireNonNull(found.get(request.guardian())))
                .toList();
    }

    private List<Candidate> draw(Waiting request, Numbering numbering, int count) {
        List<Candidate> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int number = numbering.next++;
            Username username = rule.numbered(request.base(), number);
            drawn.add(new Candidate(
                    request,
                    username,
                    new UsernameLedger.Entry(skeletons(username).get(0), numbering.hashes.get(0), number)));
        }
        return drawn;
    }

    /** Where the numbers of each request's base stand; requests whose bases look alike share one. */
    private List<Numbering> numberings(Tx tx, List<Waiting> requests) {
        Map<String, Numbering> bySkeleton = new HashMap<>();
        List<Numbering> numberings = requests.stream()
                .map(request -> NamingRule.skeleton(request.base()))
                .map(skeleton -> bySkeleton.computeIfAbsent(
                        skeleton,
                        any -> new Numbering(hashes("username.base", any), NamingRule.isReserved(any) ? 2 : 1)))
                .toList();
        Map<String, Integer> highest = ledger.highestSuffix(
                tx,
                bySkeleton.values().stream()
                        .flatMap(numbering -> numbering.hashes.stream())
                        .toList());
        for (Numbering numbering : bySkeleton.values()) {
            for (String hash : numbering.hashes) {
                numbering.next = Math.max(numbering.next, highest.getOrDefault(hash, 0) + 1);
            }
        }
        return numberings;
    }

    /** The hash that is stored for something new, and those under which it may have been stored before. */
    private List<String> hashes(String purpose, String text) {
        return key.candidates(purpose, text).stream()
                .map(hash -> hash.substring(0, 2 * HASH_BYTES))
                .toList();
    }

    private record Waiting(Request request, String base) {
        GuardianId guardian() {
            return request.guardian();
        }
    }

    private record Candidate(Waiting waiting, Username username, UsernameLedger.Entry entry) {
        String skeleton() {
            return entry.skeleton();
        }
    }

    /** The next number on bases of one skeleton. */
    private static final class Numbering {
        private final List<String> hashes;
        private int next;

        Numbering(List<String> hashes, int first) {
            this.hashes = hashes;
            this.next = first;
        }
    }
}
