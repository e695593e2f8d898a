package dev.tierwall.core.words;

import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Mismatch;
import java.util.List;
import java.util.Optional;

/** Says what kept a rule from matching: what it needs, and what there is instead. */
public final class MismatchWords {
    private static final int BLOCKS = 4;

    private MismatchWords() {}

    /**
     * One line that goes on from the rule's name.
     *
     * @param flow what was asked
     * @param peer the end that the rule's peers are compared with
     */
    public static String of(Mismatch mismatch, Flow flow, End peer) {
        return of(mismatch, flow, peer, Words.end(peer));
    }

    /** The same, with a name for the peer that stands for others too, such as its workload's. */
    public static String of(Mismatch mismatch, Flow flow, End peer, String name) {
        return switch (mismatch) {
            case Mismatch.NamespaceLabel(Requirement needs, String namespace, Optional<String> has) ->
                "needs namespace label " + needs + ", namespace " + namespace + has(needs, has);
            case Mismatch.OtherNamespace(String needs, String has) ->
                "needs a pod of namespace " + needs + ", " + name + " is in namespace " + has;
            case Mismatch.PodLabel(Requirement needs, Optional<String> has) ->
                "needs pod label " + needs + ", " + name + has(needs, has);
            case Mismatch.NotAPod(Address has) -> "needs a pod of the cluster, " + has + " is no known pod's address";
            case Mismatch.HostNetwork() -> "needs a pod, " + name + " is on its node's network and counts as the node";
            case Mismatch.OutsideBlocks(Peer.Networks needs, Optional<Address> has) ->
                "needs an address in " + blocks(needs) + ", " + address(peer, has);
            case Mismatch.Excepted(Peer.Networks needs, Address has) ->
                "needs an address in " + blocks(needs) + ", and " + has + " is among the exceptions";
            case Mismatch.NotANode(Peer.Nodes needs) ->
                "needs a node" + (needs.nodes().isEverything() ? "" : " with " + needs.nodes()) + ", " + name
                        + " is none";
            case Mismatch.OnlyNames(Peer.DomainNames needs) ->
                "needs an address of " + Words.or(needs.names()) + ", which only a running cluster can look up";
            case Mismatch.OtherProtocol(List<PortMatch> needs) ->
                "needs " + PortWords.or(needs) + ", the connection is " + flow.protocol();
            case Mismatch.OtherPort(List<PortMatch> needs) ->
                "needs " + PortWords.or(needs) + ", the connection is to " + flow.port() + "/" + flow.protocol();
            case Mismatch.OtherNamedPort(PortMatch.Named needs, Optional<Integer> has) ->
                "needs the port named " + needs.name() + ", "
                        + has.map(number -> "which is " + number + "/" + flow.protocol() + " on "
                                        + Words.end(flow.destination()))
                                .orElseGet(() -> "and " + Words.end(flow.destination()) + " has no " + flow.protocol()
                                        + " port of that name");
            case Mismatch.NotUnderstood() -> "is not understood, and so matches nothing";
        };
    }

    private static String has(Requirement needs, Optional<String> has) {
        return has.map(value -> " has " + needs.key() + "=" + value).orElse(" has no label " + needs.key());
    }

    private static String blocks(Peer.Networks networks) {
        String inside = Words.few(texts(networks.blocks()), BLOCKS);
        return networks.except().isEmpty() ? inside : inside + " except " + Words.few(texts(networks.except()), BLOCKS);
    }

    private static List<String> texts(List<Cidr> blocks) {
        return blocks.stream().map(Cidr::toString).toList();
    }

    private static String address(End peer, Optional<Address> has) {
        String name = Words.end(peer);
        return switch (peer) {
            case End.OfAddress ignored -> name + " is outside";
            case End.OfPod ignored ->
                has.map(address -> name + " has " + address).orElse("the address of " + name + " is not known");
        };
    }
}
