package dev.tierwall.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.random.Trials;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionSetTest {

    private static final int[] PORTS = {1, 2, 3, 4, 79, 80, 81, 82, 83, 84, 85, 65532, 65533, 65534, 65535};

    /** A ConnectionSet of some ports of some protocols, made by union alone. */
    private static ConnectionSet random(Random random) {
        if (random.nextInt(10) == 0) {
            return random.nextBoolean() ? ConnectionSet.ALL : ConnectionSet.NONE;
        }
        ConnectionSet set = ConnectionSet.NONE;
        for (Protocol protocol : Protocol.values()) {
            PortSet ports = random.nextInt(4) == 0
                    ? PortSet.ALL
                    : PortSetTest.random(random).set();
            set = set.union(ConnectionSet.of(protocol, ports));
        }
        return random.nextInt(4) == 0 ? set.union(othersOnly()) : set;
    }

    private static ConnectionSet othersOnly() {
        ConnectionSet ports = ConnectionSet.NONE;
        for (Protocol protocol : Protocol.values()) {
            ports = ports.union(ConnectionSet.of(protocol, PortSet.ALL));
        }
        return ConnectionSet.ALL.minus(ports);
    }

    /** The probed members, one text each. */
    private static Set<String> members(ConnectionSet set) {
        Set<String> members = new HashSet<>();
        for (Protocol protocol : Protocol.values()) {
            for (int port : PORTS) {
                if (set.contains(protocol, port)) {
                    members.add(port + "/" + protocol);
                }
                assertThat(set.ports(protocol).contains(port)).isEqualTo(set.contains(protocol, port));
            }
        }
        if (set.others()) {
            members.add("others");
        }
        return members;
    }

    @Test
    void actsAsASetOfSingleConnections() {
        Trials.run(10_000, random -> {
            ConnectionSet a = random(random);
            ConnectionSet b = random(random);
            Set<String> union = members(a);
            union.addAll(members(b));
            assertThat(members(a.union(b))).isEqualTo(union);
            Set<String> common = members(a);
            common.retainAll(members(b));
            assertThat(members(a.intersect(b))).isEqualTo(common);
            Set<String> rest = members(a);
            rest.removeAll(members(b));
            assertThat(members(a.minus(b))).isEqualTo(rest);
            assertThat(a.containsAll(b)).isEqualTo(b.minus(a).isEmpty());
            assertThat(a.containsAll(a.intersect(b))).isTrue();
            assertThat(a.union(b).containsAll(a)).isTrue();
        });
    }

    @Test
    void equalSetsAreEqualObjectsAndTheEndsAreSingletons() {
        Trials.run(10_000, random -> {
            ConnectionSet a = random(random);
            ConnectionSet b = random(random);
            ConnectionSet again = a.minus(b).union(a.intersect(b));
            assertThat(again).isEqualTo(a).hasSameHashCodeAs(a).hasToString(a.toString());
            assertThat(a.minus(a)).isSameAs(ConnectionSet.NONE);
            assertThat(a.union(ConnectionSet.ALL.minus(a))).isSameAs(ConnectionSet.ALL);
            assertThat(a.isEmpty()).isEqualTo(a.equals(ConnectionSet.NONE));
            assertThat(a.isAll()).isEqualTo(a.equals(ConnectionSet.ALL));
        });
    }

    @Test
    void allPortsIsLessThanAll() {
        ConnectionSet ports = ConnectionSet.ALL.minus(othersOnly());
        assertThat(ports.allPorts()).isTrue();
        assertThat(ports.isAll()).isFalse();
        assertThat(ports).hasToString("TCP UDP SCTP");
        assertThat(ConnectionSet.ALL.allPorts()).isTrue();
        assertThat(othersOnly()).hasToString("others");
        assertThat(othersOnly().isEmpty()).isFalse();
    }

    @Test
    void isWrittenByProtocol() {
        ConnectionSet set = ConnectionSet.of(Protocol.UDP, PortSet.of(53))
                .union(ConnectionSet.of(Protocol.TCP, PortSet.range(80, 81)))
                .union(othersOnly());
        assertThat(set).hasToString("TCP 80-81 UDP 53 others");
        assertThat(ConnectionSet.ALL).hasToString("all");
        assertThat(ConnectionSet.NONE).hasToString("none");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void holdsThePortsOfOneProtocolAlone(Protocol protocol) {
        ConnectionSet set = ConnectionSet.of(protocol, PortSet.of(80));
        assertThat(members(set)).containsExactly("80/" + protocol);
        assertThat(ConnectionSet.of(protocol, PortSet.NONE)).isSameAs(ConnectionSet.NONE);
    }

    @ParameterizedTest
    @CsvSource({"TCP, TCP", "tcp, TCP", "Udp, UDP", "sctp, SCTP", "icmp,", "6,", "'',", "'TCP ',"})
    void protocolsAreReadInAnyCase(String text, Protocol expected) {
        assertThat(Protocol.parse(text).orElse(null)).isEqualTo(expected);
    }
}
