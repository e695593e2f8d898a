package dev.tierwall.cli.report.naming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamingTest {

    private static final AddressSet IPV4 = AddressSet.all(IpFamily.IPV4);
    private static final AddressSet IPV6 = AddressSet.all(IpFamily.IPV6);

    @Test
    void portsAreWrittenAsPeopleWriteThem() {
        ConnectionSet web = ConnectionSet.of(Protocol.TCP, PortSet.of(80).union(PortSet.range(8000, 8999)));
        ConnectionSet dns = ConnectionSet.of(Protocol.UDP, PortSet.of(53));
        ConnectionSet allTcp = ConnectionSet.of(Protocol.TCP, PortSet.ALL);
        ConnectionSet allPorts = allTcp.union(ConnectionSet.of(Protocol.UDP, PortSet.ALL))
                .union(ConnectionSet.of(Protocol.SCTP, PortSet.ALL));
        assertThat(PortNames.of(web.union(dns))).isEqualTo("80,8000-8999/TCP, 53/UDP");
        assertThat(PortNames.of(allTcp.union(dns))).isEqualTo("all TCP, 53/UDP");
        assertThat(PortNames.of(ConnectionSet.ALL)).isEqualTo("all");
        assertThat(PortNames.of(allPorts)).isEqualTo("all TCP, UDP, SCTP");
        assertThat(PortNames.of(ConnectionSet.ALL.minus(dns))).isEqualTo("all but 53/UDP");
        assertThat(PortNames.of(ConnectionSet.ALL.minus(allPorts))).isEqualTo("all but all TCP, all UDP, all SCTP");
        assertThat(PortNames.of(ConnectionSet.NONE)).isEqualTo("none");
        assertThat(PortNames.any(ConnectionSet.ALL.minus(allPorts))).isFalse();
        assertThat(PortNames.any(dns)).isTrue();
    }

    @Test
    void everythingOutsideIsTheInternet() {
        BlockNames names = new BlockNames(List.of(blocks("10.0.0.0/8"), IPV4.minus(blocks("10.0.0.0/8"))), 6);
        assertThat(names.of(IPV4)).isEqualTo("internet");
        assertThat(names.of(blocks("10.0.0.0/8"))).isEqualTo("10.0.0.0/8");
        assertThat(names.of(IPV4.minus(blocks("10.0.0.0/8")))).isEqualTo("internet except 10.0.0.0/8");
    }

    @Test
    void oneFamilyOfTwoIsNamed() {
        BlockNames names = new BlockNames(List.of(IPV4, IPV6), 6);
        assertThat(names.of(IPV4.union(IPV6))).isEqualTo("internet");
        assertThat(names.of(IPV6)).isEqualTo("internet (IPv6)");
        assertThat(names.of(IPV4.union(blocks("2001:db8::/32")))).isEqualTo("internet (IPv4), 2001:db8::/32");
        assertThat(names.of(IPV6.minus(blocks("2001:db8::/32")))).isEqualTo("internet (IPv6) except 2001:db8::/32");
    }

    @Test
    void addressesOfPodsDoNotSpoilACidr() {
        AddressSet pods = blocks("10.244.1.7/32", "10.244.0.0/32");
        BlockNames names = new BlockNames(List.of(IPV4.minus(pods)), 6);
        assertThat(names.of(blocks("10.244.0.0/16").minus(pods))).isEqualTo("10.244.0.0/16");
        assertThat(names.of(IPV4.minus(pods))).isEqualTo("internet");
    }

    @Test
    void aRangeIsWrittenAsFewCidrsOrElseAsItIs() {
        BlockNames names = new BlockNames(List.of(IPV4), 6);
        assertThat(names.of(blocks("10.0.0.0/8", "11.0.0.0/9"))).isEqualTo("10.0.0.0/8, 11.0.0.0/9");
        assertThat(names.of(blocks("10.0.0.0/8").minus(blocks("10.0.0.0/32")))).isEqualTo("10.0.0.1-10.255.255.255");
    }

    @Test
    void manyBlocksAreCounted() {
        BlockNames names = new BlockNames(List.of(IPV4), 3);
        assertThat(names.of(blocks("10.0.0.0/8", "20.0.0.0/8", "30.0.0.0/8", "40.0.0.0/8")))
                .isEqualTo("10.0.0.0/8 and 3 more");
        assertThat(names.of(IPV4.minus(blocks("10.0.0.0/8", "20.0.0.0/8", "30.0.0.0/8", "40.0.0.0/8"))))
                .isEqualTo("internet except 10.0.0.0/8 and 3 more");
    }

    @Test
    void termsCoverTheSetAndNothingElseThatIsOutside() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            AddressSet pods = random(random, 3);
            AddressSet outside = IPV4.minus(pods);
            AddressSet set = random(random, 4).minus(pods);
            BlockNames names = new BlockNames(List.of(outside), 6);
            AddressSet covered = AddressSet.EMPTY;
            for (String term : names.terms(set)) {
                covered = covered.union(read(term));
            }
            assertThat(covered.minus(pods)).as("round %s", round).isEqualTo(set);
        }
    }

    /** Blocks near each other, so that they touch and overlap. */
    private static AddressSet random(Random random, int most) {
        AddressSet set = AddressSet.EMPTY;
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            set = set.union(blocks("10.0.0." + random.nextInt(16) + "/" + (28 + random.nextInt(5))));
        }
        return set;
    }

    private static AddressSet read(String term) {
        int dash = term.indexOf('-');
        if (dash < 0) {
            return blocks(term);
        }
        Address first = Address.parse(term.substring(0, dash)).orElseThrow();
        Address last = Address.parse(term.substring(dash + 1)).orElseThrow();
        return AddressSet.of(new AddressRange(first, last));
    }

    @Test
    void aWorkloadIsNamedByItsKindOnlyWhereAnotherHasItsName() {
        ObjectKey web = new ObjectKey("Deployment", "shop", "web");
        ObjectKey db = new ObjectKey("StatefulSet", "shop", "db");
        ObjectKey job = new ObjectKey("Job", "shop", "db");
        PartyNames names = new PartyNames(
                List.of(new Party.OfWorkload(web), new Party.OfWorkload(db), new Party.OfWorkload(job)), 6);
        assertThat(names.of(new Party.OfWorkload(web))).isEqualTo("shop/web");
        assertThat(names.of(new Party.OfWorkload(db))).isEqualTo("shop/StatefulSet/db");
        assertThat(names.of(new Party.OfWorkload(job))).isEqualTo("shop/Job/db");
    }

    private static AddressSet blocks(String... cidrs) {
        return AddressSet.of(
                Arrays.stream(cidrs).map(cidr -> Cidr.parse(cidr).orElseThrow()).toList(), List.of());
    }
}
