package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules, which are the same on every node for ever, but for the generation that the log names. A new connection is
 * looked up in two or three steps a side, whatever the number of policies: who is the peer, what holds for subject and
 * peer, is the port in that. The number found by each step travels in the packet's priority, which is 0 again at the end.
 */
public final class NftSkeleton {

    /** The family of the table as nft names it. */
    public static final String FAMILY = "inet";

    /** The table's name. */
    public static final String TABLE = "tierwall";

    /** The group that dropped packets are logged to. */
    public static final int LOG_GROUP = 4242;

    /** How many bytes of a dropped packet are logged. */
    public static final int LOG_BYTES = 128;

    private static final String LIMIT = """
            set limit4 {
            	type ipv4_addr
            	size 65535
            	flags dynamic,timeout
            	timeout 1m
            }
            set limit6 {
            	type ipv6_addr
            	size 65535
            	flags dynamic,timeout
            	timeout 1m
            }
            """;

    /** What a denied packet meets: broken off where it belongs to no new connection, counted, logged, dropped. */
    private static final String CUT = """
            chain cut {
            	ct state invalid counter drop
            	tcp flags & (fin | syn | rst | ack) != syn counter reject with tcp reset
            }
            """;

    private static final String DENY = """
            chain refuse_DIR {
            	jump cut
            	update @limit4 { ip SUBJECT limit rate over 20/second burst 40 packets } counter drop
            	update @limit6 { ip6 SUBJECT limit rate over 20/second burst 40 packets } counter drop
            	jump log_DIR
            	counter drop
            }
            chain self_DIR {
            	meta priority . meta l4proto . th dport @ok return
            	meta priority @whole return
            	meta priority . meta l4proto . th dport @okr return
            	meta l4proto != { tcp, udp, sctp } meta priority @misc return
            	goto refuse_DIR
            }
            chain deny_DIR {
            	meta priority set ip saddr . ip daddr map @self_DIR4 goto self_DIR
            	meta priority set ip6 saddr . ip6 daddr map @self_DIR6 goto self_DIR
            	goto refuse_DIR
            }
            chain ports_DIR {
            	meta priority . meta l4proto . th dport @ok return
            	meta priority @whole return
            	meta priority . meta l4proto . th dport @okr return
            	meta l4proto != { tcp, udp, sctp } meta priority @misc return
            	goto deny_DIR
            }
            """;

    private static final String STAGES = """
            chain pair_DIRNUM {
            	meta priority set IPV SUBJECT . meta priority map @rel_DIRNUM goto ports_DIR
            	meta priority set IPV SUBJECT map @rest_DIRNUM goto ports_DIR
            	goto deny_DIR
            }
            chain DIRNUM {
            	meta priority set IPV PEER map @peerNUM goto pair_DIRNUM
            	meta priority set IPV PEER map @atomNUM goto pair_DIRNUM
            	goto deny_DIR
            }
            """;

    private static final String ENTRY = """
            chain midstream {
            	ip saddr @subj_in4 counter drop
            	ip daddr @subj_eg4 counter drop
            	ip6 saddr @subj_in6 counter drop
            	ip6 daddr @subj_eg6 counter drop
            }
            chain egress {
            	ip saddr @subj_eg4 jump eg4
            	ip6 saddr @subj_eg6 jump eg6
            }
            chain ingress {
            	ip daddr @subj_in4 jump in4
            	ip6 daddr @subj_in6 jump in6
            }
            chain pol {
            	tcp flags & (fin | syn | rst | ack) != syn jump midstream
            	jump egress
            	jump ingress
            	meta priority set 0
            }
            chain pol_host {
            	jump egress
            	meta priority set 0
            }
            """;

    private static final String STATES = """
            chain relatedHOST {
            	meta l4proto { icmp, ipv6-icmp } accept
            	goto polHOST
            }
            chain untrackedHOST {
            	icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept
            	goto polHOST
            }
            """;

    private static final String BASE = """
            chain HOOK {
            	type filter hook HOOK priority filter; policy accept;
            	ct state vmap { established : accept, related : goto relatedHOST, untracked : goto untrackedHOST, new : goto polHOST, invalid : goto polHOST }
            }
            """;

    private NftSkeleton() {}

    /** The name of the chain whose one rule names the generation. */
    public static String logChain(Direction direction) {
        return "log_" + NftSet.shortName(direction);
    }

    /** What a log entry of a direction begins with: {@code tw:GENERATION:in } or {@code tw:GENERATION:eg }. */
    public static String logPrefix(int generation, Direction direction) {
        return "tw:" + generation + ":" + NftSet.shortName(direction) + " ";
    }

    static String logRule(int generation, Direction direction) {
        return "log prefix \"" + logPrefix(generation, direction) + "\" group " + LOG_GROUP + " snaplen " + LOG_BYTES
                + " queue-threshold 1";
    }

    /** The sets that the kernel fills by itself. */
    static String ownSets() {
        return LIMIT;
    }

    /** All chains with their rules in the language of nft, each after those that it leads to. */
    public static String chains(int generation) {
        List<String> chains = new ArrayList<>();
        chains.add(CUT);
        for (Direction direction : Direction.values()) {
            chains.add("chain log_DIR {\n\t%s\n}\n"
                    .formatted(logRule(generation, direction))
                    .replace("DIR", NftSet.shortName(direction)));
            chains.add(directed(DENY, direction));
            chains.add(directed(STAGES, direction).replace("IPV", "ip").replace("NUM", "4"));
            chains.add(directed(STAGES, direction).replace("IPV", "ip6").replace("NUM", "6"));
        }
        chains.add(ENTRY);
        chains.add(STATES.replace("HOST", ""));
        chains.add(STATES.replace("HOST", "_host"));
        chains.add(BASE.replace("HOST", "").replace("HOOK", "forward"));
        chains.add(BASE.replace("HOST", "_host").replace("HOOK", "input"));
        return String.join("", chains);
    }

    private static String directed(String text, Direction direction) {
        boolean in = direction == Direction.INGRESS;
        return text.replace("DIR", NftSet.shortName(direction))
                .replace("SUBJECT", in ? "daddr" : "saddr")
                .replace("PEER", in ? "saddr" : "daddr");
    }
}
