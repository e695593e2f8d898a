package dev.tierwall.linux.route;

import java.util.OptionalInt;

/**
 * A link that there is.
 *
 * @param index its number in its namespace
 * @param name its name
 * @param kind what it is: {@code veth}, {@code bridge}, …; empty where the kernel has no word for it
 * @param mac its address on the wire; 0 where it has none of that kind
 * @param mtu its largest packet
 * @param isUp whether it is switched on
 * @param bridge the number of the bridge, or another link, that it is a port of
 */
public record Link(int index, String name, String kind, MacAddress mac, int mtu, boolean isUp, OptionalInt bridge) {}
