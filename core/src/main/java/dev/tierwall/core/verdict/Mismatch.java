package dev.tierwall.core.verdict;

import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Address;
import java.util.List;
import java.util.Optional;

/** One thing that kept a rule from matching a flow. */
public sealed interface Mismatch {

    /** The peer's namespace lacks a label, or has it with another value. */
    record NamespaceLabel(Requirement needs, String namespace, Optional<String> has) implements Mismatch {}

    /** The rule means pods of one namespace, and the peer is in another. */
    record OtherNamespace(String needs, String has) implements Mismatch {}

    /** The peer pod lacks a label, or has it with another value. */
    record PodLabel(Requirement needs, Optional<String> has) implements Mismatch {}

    /** The rule means pods, and the peer is outside the cluster. */
    record NotAPod(Address has) implements Mismatch {}

    /** The rule means pods, and the peer is on its node's network, where it counts as the node. */
    record HostNetwork() implements Mismatch {}

    /** The peer's address is in none of the rule's blocks. Empty if the address is not known. */
    record OutsideBlocks(Peer.Networks needs, Optional<Address> has) implements Mismatch {}

    /** The peer's address is in one of the rule's exceptions. */
    record Excepted(Peer.Networks needs, Address has) implements Mismatch {}

    /** The rule means nodes, and the peer is none of them. */
    record NotANode(Peer.Nodes needs) implements Mismatch {}

    /** The rule means DNS names, whose addresses are known only to a running cluster. */
    record OnlyNames(Peer.DomainNames needs) implements Mismatch {}

    /** The rule has ports, all of another protocol. */
    record OtherProtocol(List<PortMatch> needs) implements Mismatch {}

    /** The rule has other ports of the same protocol. */
    record OtherPort(List<PortMatch> needs) implements Mismatch {}

    /** The rule names a port, and the destination calls another number so, or none. Empty if it has no such port. */
    record OtherNamedPort(PortMatch.Named needs, Optional<Integer> has) implements Mismatch {}

    /** The rule could not be understood, so that it matches nothing. */
    record NotUnderstood() implements Mismatch {}
}
