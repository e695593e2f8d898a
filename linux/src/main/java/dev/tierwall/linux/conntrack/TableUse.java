package dev.tierwall.linux.conntrack;

/**
 * How full the table of connections is. When it is full, the kernel drops the first packets of new ones.
 *
 * @param count how many connections are tracked
 * @param most how many can be
 * @param dropped packets that were dropped because there was no room for their connection, since the namespace began
 * @param evicted connections that were given up for others
 */
public record TableUse(long count, long most, long dropped, long evicted) {}
