package dev.tierwall.core.model;

import java.util.List;
import java.util.Locale;

/** A policy as written: a NetworkPolicy, or one of the cluster-wide kinds. */
public sealed interface Policy extends ClusterObject permits NetworkPolicy, ClusterPolicy {

    /** The rules of one direction, in the order written. */
    List<Rule> rules(Direction direction);

    /** Where the policy stands in the order of evaluation. */
    Tier tier();

    /** The stages of a verdict, in the order of evaluation. */
    enum Tier {
        ADMIN("Admin"),
        NETWORK_POLICY("NetworkPolicy"),
        BASELINE("Baseline"),
        DEFAULT("Default");

        private final String label;

        Tier(String label) {
            this.label = label;
        }

        /** The word used in manifests and reports. */
        public String label() {
            return label;
        }
    }

    /** What a rule does with the connections it matches. */
    enum Action {
        /** Allows them and ends the evaluation; {@code Allow} in the older API. */
        ACCEPT,
        /** Refuses them and ends the evaluation. */
        DENY,
        /** Leaves the rest of the tier out for them. */
        PASS;

        /** The word as the API writes it. */
        public String label() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One rule: it matches a connection whose peer is any of its peers on any of its ports.
     *
     * @param name the rule's own name; empty if it has none, as the rules of NetworkPolicies
     * @param action what becomes of what it matches
     * @param peers any of these; {@link Peer.Anyone} is written out where the manifest leaves peers out
     * @param ports any of these; {@link PortMatch.Everything} is written out where the manifest leaves ports out
     * @param understood false if some of it could not be read: then an Accept rule matches nothing, any other denies
     *     everything
     * @param location where the rule begins
     */
    record Rule(
            String name,
            Action action,
            List<Peer> peers,
            List<PortMatch> ports,
            boolean understood,
            Location location) {

        public Rule {
            peers = List.copyOf(peers);
            ports = List.copyOf(ports);
        }
    }
}
