package dev.tierwall.core.random;

import dev.tierwall.core.claim.Claim;
import dev.tierwall.core.claim.Claim.Expectation;
import dev.tierwall.core.claim.ClaimedPorts;
import dev.tierwall.core.claim.Crowd;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Requirement.Operator;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Claims about random clusters.
 *
 * @param dice where the choices come from
 */
public record RandomClaims(Dice dice) {

    public Claim claim() {
        return new Claim("", dice.pick(List.of(Expectation.values())), crowd(2), crowd(2), ports(), Location.NONE);
    }

    private Crowd crowd(int depth) {
        return switch (dice.below(depth == 0 ? 6 : 10)) {
            case 0 -> new Crowd.Everyone();
            case 1, 2 -> addressed();
            case 6, 7 -> new Crowd.Without(crowd(depth - 1), crowd(depth - 1));
            case 8 -> new Crowd.AnyOf(List.of(crowd(depth - 1), crowd(depth - 1)));
            default -> selected();
        };
    }

    private Crowd addressed() {
        List<Cidr> blocks = List.of(dice.pick(Pools.CIDRS), dice.pick(Pools.CIDRS));
        AddressSet set = AddressSet.of(blocks, dice.oneIn(2) ? List.of() : List.of(dice.pick(Pools.CIDRS)));
        return new Crowd.Addressed(set, set.toString(), Location.NONE);
    }

    private Crowd selected() {
        List<Crowd.InNamespace> namespaces = new ArrayList<>();
        dice.some(Pools.NAMESPACES, 2).forEach(name -> namespaces.add(new Crowd.InNamespace(name, Location.NONE)));
        return new Crowd.Selected(
                namespaces, dice.oneIn(3) ? selector() : Selector.EVERYTHING, selector(), Location.NONE);
    }

    private Selector selector() {
        List<Requirement> requirements = new ArrayList<>();
        for (String key : dice.some(Pools.KEYS, 2)) {
            Operator operator = dice.pick(List.of(Operator.values()));
            boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
            requirements.add(
                    new Requirement(key, operator, takesValues ? List.of(dice.pick(Pools.VALUES)) : List.of()));
        }
        return new Selector(requirements);
    }

    private ClaimedPorts ports() {
        if (dice.oneIn(3)) {
            return new ClaimedPorts.All();
        }
        List<PortMatch> ports = new ArrayList<>();
        for (int i = dice.below(2); i >= 0; i--) {
            Protocol protocol = dice.pick(List.of(Protocol.values()));
            ports.add(
                    switch (dice.below(3)) {
                        case 0 -> new PortMatch.Numbers(protocol, PortSet.of(dice.pick(Pools.PORTS)), Location.NONE);
                        case 1 -> new PortMatch.Numbers(protocol, dice.pick(Pools.PORT_RANGES), Location.NONE);
                        default ->
                            new PortMatch.Named(
                                    dice.pick(Pools.PORT_NAMES),
                                    dice.oneIn(2) ? Set.of(protocol) : EnumSet.allOf(Protocol.class),
                                    Location.NONE);
                    });
        }
        return new ClaimedPorts.Listed(ports);
    }
}
